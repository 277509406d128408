import Commerce

/// Examples without the last choice of each shopper, and those choices as cases.
struct HeldOutChoices {
    let rest: Interactions
    let cases: [ValidationCase]

    /// Shoppers with fewer events than this keep all of them.
    static let fewestEvents = 3

    /// O(events). Last choices that the shopper had made before are held out too, but make no case: lists leave the
    /// history out.
    init(_ examples: Interactions, maximumCases: Int) {
        var histories: [History] = []
        var cases: [ValidationCase] = []
        for full in examples.histories() {
            guard full.count >= Self.fewestEvents, let last = full.items.last else {
                histories.append(full)
                continue
            }
            let earlier = History(
                shopper: full.shopper, items: full.items.dropLast(), weights: full.weights.dropLast(),
                times: full.times.dropLast())
            histories.append(earlier)
            if !earlier.items.contains(last) { cases.append(ValidationCase(history: earlier, targets: [last])) }
        }
        rest = Interactions(shoppers: examples.shoppers, items: examples.items, histories: histories)
        let kept = min(cases.count, maximumCases)
        self.cases = (0..<kept).map { cases[$0 * cases.count / kept] }
    }
}
