import Commerce

/// One of three forms:
/// ```json
/// {"measure": "weights", "weights": {"click": 0.3, "purchase": 1}, "range": [-100, 100], "cap": [-1, 1]}
/// {"measure": "any", "kinds": ["click"]}
/// {"measure": "money", "currency": "GBP", "margin": 0.3, "range": [0, 5000]}
/// ```
extension RewardFunction: Codable {
    private enum Key: String, CodingKey, CaseIterable {
        case measure, weights, kinds, currency, margin, range, cap
    }

    private enum Name: String, Codable, CaseIterable {
        case weights, any, money
    }

    /// Absent weights are the standard ones, an absent margin is 1, an absent range is [0, 1] for `any`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        try JSONForm.refuseUnknownKeys(in: decoder, known: Key.allCases.map(\.rawValue))
        let name = try container.decode(Name.self, forKey: .measure)
        let measure: Measure
        var implied: ClosedRange<Double>?
        switch name {
        case .weights:
            measure = .weights(try container.decodeIfPresent(RewardWeights.self, forKey: .weights) ?? .standard)
        case .any:
            measure = .any(of: Set(try container.decode([EventKind].self, forKey: .kinds)))
            implied = 0...1
        case .money:
            let code = try container.decode(String.self, forKey: .currency)
            measure = .money(
                try Currency(code: code), margin: try container.decodeIfPresent(Double.self, forKey: .margin) ?? 1)
        }
        let range = try Self.limits(in: container, .range) ?? implied
        guard let range else {
            throw DecodingError.keyNotFound(
                Key.range, .init(codingPath: container.codingPath, debugDescription: "the range is missing"))
        }
        try self.init(measure, range: range, cap: try Self.limits(in: container, .cap))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch measure {
        case .weights(let weights):
            try container.encode(Name.weights, forKey: .measure)
            try container.encode(weights, forKey: .weights)
        case .any(let kinds):
            try container.encode(Name.any, forKey: .measure)
            try container.encode(kinds.sorted { $0.storageCode < $1.storageCode }, forKey: .kinds)
        case .money(let currency, let margin):
            try container.encode(Name.money, forKey: .measure)
            try container.encode(currency.code, forKey: .currency)
            try container.encode(margin, forKey: .margin)
        }
        try container.encode([range.lowerBound, range.upperBound], forKey: .range)
        if let cap { try container.encode([cap.lowerBound, cap.upperBound], forKey: .cap) }
    }

    private static func limits(
        in container: KeyedDecodingContainer<Key>, _ key: Key
    ) throws -> ClosedRange<Double>? {
        guard let pair = try container.decodeIfPresent([Double].self, forKey: key) else { return nil }
        guard pair.count == 2, pair[0] <= pair[1] else {
            throw DecodingError.dataCorruptedError(
                forKey: key, in: container, debugDescription: "must be [lowest, highest]")
        }
        return pair[0]...pair[1]
    }

    /// Reads a declaration as a person wrote it.
    ///
    /// - Throws: ``ExploreError`` `reward.function`, naming what is wrong.
    public init(json: String) throws {
        self = try JSONForm.read(
            json, code: "reward.function", what: "a declaration of rewards",
            remedy: "write {\"measure\": \"weights\", \"weights\": {\"click\": 0.3, \"purchase\": 1}, "
                + "\"range\": [-100, 100], \"cap\": [-1, 1]}")
    }
}
