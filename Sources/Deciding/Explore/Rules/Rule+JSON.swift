import Commerce

/// As a rule file spells it; what ``RuleBook/init(json:)`` reads back.
extension Rule: Encodable {
    private enum Key: String, CodingKey {
        case name, pin, adjust, exclude, atMost, atLeast, each, `where`, surface, from, until
        case item, position, factor, add, items, category, brand, seller
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(name, forKey: .name)
        switch action {
        case .pin(let item, let position):
            var pin = container.nestedContainer(keyedBy: Key.self, forKey: .pin)
            try pin.encode(item, forKey: .item)
            try pin.encode(position, forKey: .position)
        case .adjust(let factor, let amount):
            var adjust = container.nestedContainer(keyedBy: Key.self, forKey: .adjust)
            try adjust.encode(factor, forKey: .factor)
            if amount != 0 { try adjust.encode(amount, forKey: .add) }
        case .exclude: try container.encode(true, forKey: .exclude)
        case .atMost(let count, let each):
            try container.encode(count, forKey: .atMost)
            try container.encodeIfPresent(each?.rawValue, forKey: .each)
        case .atLeast(let count): try container.encode(count, forKey: .atLeast)
        }
        if !selector.isEverything {
            var selection = container.nestedContainer(keyedBy: Key.self, forKey: .where)
            if !selector.items.isEmpty { try selection.encode(selector.items, forKey: .items) }
            try selection.encodeIfPresent(selector.category, forKey: .category)
            try selection.encodeIfPresent(selector.brand, forKey: .brand)
            try selection.encodeIfPresent(selector.seller, forKey: .seller)
        }
        try container.encodeIfPresent(surface, forKey: .surface)
        try container.encodeIfPresent(from, forKey: .from)
        try container.encodeIfPresent(until, forKey: .until)
    }
}

/// A rule file.
extension RuleBook: Encodable {
    private enum CodingKeys: String, CodingKey { case rules }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(rules, forKey: .rules)
    }
}
