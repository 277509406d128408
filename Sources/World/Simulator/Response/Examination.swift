public import Commerce

extension Shop {
    /// Chance that the shopper looks at a position of a list: `attention(surface) * patience^(position - 1)`.
    ///
    /// A list is read from the top; after each position the reader goes on with the same chance, whatever stood there
    /// and whether or not it was clicked. So the chance depends on nothing that the storefront chose but the position.
    /// - Parameter position: from 1.
    public func examination(of position: Int, on surface: Surface, by shopper: ShopperState) -> Double {
        var chance = configuration.navigation.attention(on: surface)
        let patience = profiles[Int(shopper.row)].patience
        for _ in 1..<max(1, position) { chance *= patience }
        return chance
    }

    /// How many positions the shopper looks at, at most `length`; drawn from the law above.
    func depth(
        of length: Int, on surface: Surface, by shopper: ShopperState, using random: inout some RandomNumberGenerator
    ) -> Int {
        guard length > 0, random.unit() < configuration.navigation.attention(on: surface) else { return 0 }
        let patience = profiles[Int(shopper.row)].patience
        var depth = 1
        while depth < length, random.unit() < patience { depth += 1 }
        return depth
    }
}
