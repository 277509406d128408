public import Commerce
public import Linear

extension BlendModel {
    /// Each component's arrays and texts under `component.0.`, `component.1.`, ..., and the weights.
    public func save(into bundle: inout ArrayBundle) {
        bundle.metadata["blend.names"] = weights.names.joined(separator: "\n")
        bundle.metadata["blend.weights"] = weights.values.map { String($0) }.joined(separator: "\n")
        for (number, part) in parts.enumerated() {
            var inner = ArrayBundle()
            part.model.save(into: &inner)
            bundle.nest(inner, under: "component.\(number).")
        }
    }

    /// - Throws: ``RecommendError`` `catalogue.name` when a component is of a kind this version does not know.
    public init(from bundle: ArrayBundle, shoppers: Vocabulary<Shopper>, items: Vocabulary<Item>) throws {
        let names = try bundle.text("blend.names").split(separator: "\n").map(String.init)
        let values = try bundle.text("blend.weights").split(separator: "\n").map { text in
            guard let value = Double(text) else {
                throw ArrayBundle.malformed("blend.weights", String(text), "numbers")
            }
            return value
        }
        // The values were scaled when the blend was made; scaling them again would change their last digits.
        let weights = try BlendWeights(names: names, exactly: values)
        let positive = zip(weights.names, weights.values).filter { $0.1 > 0 }
        let parts = try positive.enumerated().map { number, component in
            let inner = bundle.nested(under: "component.\(number).")
            let type = try RecommenderCatalogue.entry(named: component.0).model
            return Part(model: try type.init(from: inner, shoppers: shoppers, items: items), weight: Float(component.1))
        }
        self.init(items: items, weights: weights, parts: parts)
    }
}

extension ArrayBundle {
    /// Takes in another bundle, every name with a prefix.
    fileprivate mutating func nest(_ inner: ArrayBundle, under prefix: String) {
        let entries = inner.entries.map { (prefix + $0.key, $0.value) }
        let texts = inner.metadata.map { (prefix + $0.key, $0.value) }
        self = ArrayBundle(
            entries: self.entries.merging(entries) { $1 }, metadata: metadata.merging(texts) { $1 })
    }

    /// The bundle that was taken in with a prefix.
    fileprivate func nested(under prefix: String) -> ArrayBundle {
        func inner<Value>(_ all: [String: Value]) -> [String: Value] {
            let own = all.filter { $0.key.hasPrefix(prefix) }.map { (String($0.key.dropFirst(prefix.count)), $0.value) }
            return Dictionary(uniqueKeysWithValues: own)
        }
        return ArrayBundle(entries: inner(entries), metadata: inner(metadata))
    }
}
