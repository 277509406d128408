import Commerce
public import Foundation

extension RuleBook {
    /// Reads a rule file; see the guide `decider.md` for its form.
    ///
    /// - Throws: ``ExploreError`` `rules.json` when the text is not JSON, a key is missing, unknown or of the wrong
    ///   type; the message names the rule and the key. `rule`, `rules.period` and `rules.contradict` as the other initialisers.
    public init(json: Data) throws {
        let file: RuleFile
        do {
            file = try JSONDecoder().decode(RuleFile.self, from: json)
        } catch let error as DecodingError {
            throw ExploreError(code: "rules.json", message: "rule file: \(error.plainly)", remedy: RuleFile.remedy)
        }
        try self.init(file.rules.enumerated().map { try $1.rule(place: $0) })
    }
}

private struct RuleFile: Decodable {
    static let remedy = "each rule has a 'name' and one of 'pin', 'adjust', 'exclude', 'atMost', 'atLeast'"

    var rules: [RuleEntry]

    enum CodingKeys: String, CodingKey, CaseIterable { case rules }

    init(from decoder: any Decoder) throws {
        try decoder.refuseKeys(except: CodingKeys.allCases.map(\.rawValue))
        rules = try decoder.container(keyedBy: CodingKeys.self).decode([RuleEntry].self, forKey: .rules)
    }
}

/// One rule as the file spells it.
private struct RuleEntry: Decodable {
    struct Pin: Decodable {
        var item: ItemID
        var position: Int

        enum CodingKeys: String, CodingKey, CaseIterable { case item, position }

        init(from decoder: any Decoder) throws {
            try decoder.refuseKeys(except: CodingKeys.allCases.map(\.rawValue))
            let container = try decoder.container(keyedBy: CodingKeys.self)
            item = try container.decode(ItemID.self, forKey: .item)
            position = try container.decode(Int.self, forKey: .position)
        }
    }

    struct Adjustment: Decodable {
        var factor: Double?
        var add: Double?

        enum CodingKeys: String, CodingKey, CaseIterable { case factor, add }

        init(from decoder: any Decoder) throws {
            try decoder.refuseKeys(except: CodingKeys.allCases.map(\.rawValue))
            let container = try decoder.container(keyedBy: CodingKeys.self)
            factor = try container.decodeIfPresent(Double.self, forKey: .factor)
            add = try container.decodeIfPresent(Double.self, forKey: .add)
        }
    }

    struct Selection: Decodable {
        var items: [ItemID]?
        var category: String?
        var brand: String?
        var seller: String?

        enum CodingKeys: String, CodingKey, CaseIterable { case items, category, brand, seller }

        init(from decoder: any Decoder) throws {
            try decoder.refuseKeys(except: CodingKeys.allCases.map(\.rawValue))
            let container = try decoder.container(keyedBy: CodingKeys.self)
            items = try container.decodeIfPresent([ItemID].self, forKey: .items)
            category = try container.decodeIfPresent(String.self, forKey: .category)
            brand = try container.decodeIfPresent(String.self, forKey: .brand)
            seller = try container.decodeIfPresent(String.self, forKey: .seller)
        }
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case name, pin, adjust, exclude, atMost, atLeast, each, `where`, surface, from, until
    }

    var name: String
    var pin: Pin?
    var adjust: Adjustment?
    var exclude: Bool?
    var atMost: Int?
    var atLeast: Int?
    var each: String?
    var selection: Selection?
    var surface: Surface?
    var from: String?
    var until: String?

    init(from decoder: any Decoder) throws {
        try decoder.refuseKeys(except: CodingKeys.allCases.map(\.rawValue))
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        pin = try container.decodeIfPresent(Pin.self, forKey: .pin)
        adjust = try container.decodeIfPresent(Adjustment.self, forKey: .adjust)
        exclude = try container.decodeIfPresent(Bool.self, forKey: .exclude)
        atMost = try container.decodeIfPresent(Int.self, forKey: .atMost)
        atLeast = try container.decodeIfPresent(Int.self, forKey: .atLeast)
        each = try container.decodeIfPresent(String.self, forKey: .each)
        selection = try container.decodeIfPresent(Selection.self, forKey: .where)
        surface = try container.decodeIfPresent(Surface.self, forKey: .surface)
        from = try container.decodeIfPresent(String.self, forKey: .from)
        until = try container.decodeIfPresent(String.self, forKey: .until)
    }

    func rule(place: Int) throws -> Rule {
        func refuse(_ problem: String, _ remedy: String? = nil) -> ExploreError {
            ExploreError(code: "rules.json", message: "rules[\(place)] '\(name)': \(problem)", remedy: remedy)
        }
        func time(_ key: String, _ text: String?) throws -> Timestamp? {
            guard let text else { return nil }
            guard let time = Timestamp(iso8601: text) else {
                throw refuse("'\(key)' must be a time; got '\(text)'", "write it as 2026-03-01T00:00:00Z")
            }
            return time
        }
        var property: ItemProperty?
        if let each {
            guard let known = ItemProperty(rawValue: each), atMost != nil else {
                throw refuse(
                    "'each' goes with 'atMost' and is one of "
                        + ItemProperty.allCases.map(\.rawValue).joined(separator: ", ") + "; got '\(each)'")
            }
            property = known
        }
        var actions: [Rule.Action] = []
        if let pin { actions.append(.pin(item: pin.item, position: pin.position)) }
        if let adjust {
            guard adjust.factor != nil || adjust.add != nil else {
                throw refuse("'adjust' needs 'factor', 'add' or both")
            }
            actions.append(.adjust(factor: adjust.factor ?? 1, amount: adjust.add ?? 0))
        }
        if let exclude {
            guard exclude else { throw refuse("'exclude' can only be true", "leave the rule out instead") }
            actions.append(.exclude)
        }
        if let atMost { actions.append(.atMost(atMost, each: property)) }
        if let atLeast { actions.append(.atLeast(atLeast)) }
        guard actions.count == 1 else {
            throw refuse("does \(actions.isEmpty ? "nothing" : "several things")", RuleFile.remedy)
        }
        return try Rule(
            name: name, action: actions[0],
            selector: ItemSelector(
                items: selection?.items ?? [], category: selection?.category, brand: selection?.brand,
                seller: selection?.seller),
            surface: surface, from: time("from", from), until: time("until", until))
    }
}

private struct AnyKey: CodingKey {
    var stringValue: String
    var intValue: Int?

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension Decoder {
    /// A misspelt key would otherwise be a rule that silently does something else.
    fileprivate func refuseKeys(except known: [String]) throws {
        let container = try container(keyedBy: AnyKey.self)
        guard let stranger = container.allKeys.map(\.stringValue).sorted().first(where: { !known.contains($0) }) else {
            return
        }
        throw DecodingError.dataCorrupted(
            .init(
                codingPath: codingPath,
                debugDescription: "unknown key '\(stranger)'; known are \(known.joined(separator: ", "))"))
    }
}

extension DecodingError {
    /// Place and problem in one line.
    fileprivate var plainly: String {
        func at(_ path: [any CodingKey]) -> String {
            let text = path.reduce(into: "") { text, key in
                if let index = key.intValue {
                    text += "[\(index)]"
                } else {
                    text += text.isEmpty ? key.stringValue : ".\(key.stringValue)"
                }
            }
            return text.isEmpty ? "" : " at \(text)"
        }
        switch self {
        case .keyNotFound(let key, let context): return "'\(key.stringValue)' is missing\(at(context.codingPath))"
        case .typeMismatch(let type, let context): return "expected \(type)\(at(context.codingPath))"
        case .valueNotFound(let type, let context): return "expected \(type), got null\(at(context.codingPath))"
        case .dataCorrupted(let context): return "\(context.debugDescription)\(at(context.codingPath))"
        @unknown default: return "\(self)"
        }
    }
}
