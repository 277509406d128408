import Commerce

/// Writes the log of Vowpal Wabbit ("dsjson"): one line for each choice or page of slots.
///
/// What ``DSJSONReader`` reads back is equal to what was written, where a time is whole milliseconds. Not written are
/// members that mean nothing here (`VWState`).
public struct DSJSONWriter: Sendable {
    private var text = JSONText()

    public init() {}

    /// One line without its end, as UTF-8.
    ///
    /// - Throws: ``OffPolicyError`` `dsjson.write` when a number is not finite, an action or a place is not there, or a
    ///   feature has a name that the format keeps for itself (those that begin with an underscore).
    public mutating func line(_ entry: DSJSONEntry) throws -> [UInt8] {
        text.reset()
        text.open("{")
        switch entry {
        case .choice(let choice): try write(choice)
        case .slots(let page): try write(page)
        }
        text.close("}")
        return text.bytes
    }

    private mutating func write(_ choice: LoggedChoice) throws {
        let label = choice.label
        guard choice.actions.indices.contains(label.action) else {
            throw Self.error("the label shows action \(label.action), but there are \(choice.actions.count)")
        }
        try member("_label_cost", label.reward == 0 ? 0 : -label.reward)
        try member("_label_probability", label.propensity)
        text.name("_label_Action")
        text.number(label.action + 1)
        text.name("_labelIndex")
        text.number(label.action)
        head(time: label.time, id: label.id)
        if !label.order.isEmpty {
            text.name("a")
            try array(label.order.map { Double($0 + 1) })
            text.name("p")
            try array(label.probabilities)
        }
        try context(choice.shared, choice.actions)
        text.close("}")
        try tail(dropped: label.dropped, isLearned: label.isLearned)
    }

    private mutating func write(_ page: LoggedSlots) throws {
        head(time: page.time, id: page.id)
        try context(page.shared, page.actions)
        text.name("_slots")
        text.open("[")
        for slot in page.slots {
            text.open("{")
            if let id = slot.id {
                text.name("_id")
                text.string(id)
            }
            try features(slot.features)
            text.close("}")
        }
        text.close("]")
        text.close("}")
        text.name("_outcomes")
        text.open("[")
        for slot in page.slots {
            text.open("{")
            try member("_label_cost", slot.reward == 0 ? 0 : -slot.reward)
            if let id = slot.id {
                text.name("_id")
                text.string(id)
            }
            text.name("_a")
            try array(slot.order.map(Double.init))
            text.name("_p")
            try array(slot.probabilities)
            text.close("}")
        }
        text.close("]")
        try tail(dropped: page.dropped, isLearned: page.isLearned)
    }

    // MARK: Parts

    private mutating func head(time: Timestamp?, id: String) {
        if let time {
            text.name("Timestamp")
            text.string(time.iso8601)
        }
        text.name("Version")
        text.string("1")
        text.name("EventId")
        text.string(id)
    }

    private mutating func tail(dropped: Double, isLearned: Bool) throws {
        if dropped > 0 { try member("pdrop", dropped) }
        if !isLearned {
            text.name("_skipLearn")
            text.word(true)
        }
    }

    /// Leaves the context open, for slots.
    private mutating func context(_ shared: [FeatureNamespace], _ actions: [[FeatureNamespace]]) throws {
        text.name("c")
        text.open("{")
        try features(shared)
        text.name("_multi")
        text.open("[")
        for action in actions {
            text.open("{")
            try features(action)
            text.close("}")
        }
        text.close("]")
    }

    private mutating func features(_ namespaces: [FeatureNamespace]) throws {
        for namespace in namespaces {
            try check(namespace)
            let isNamed = namespace.name != FeatureNamespace.unnamed
            if isNamed {
                text.name(namespace.name)
                text.open("{")
            }
            for feature in namespace.features {
                text.name(feature.name)
                switch feature.value {
                case .number(let value): text.number(value)
                case .text(let value): text.string(value)
                case .flag: text.word(true)
                }
            }
            if isNamed { text.close("}") }
        }
    }

    private func check(_ namespace: FeatureNamespace) throws {
        for name in [namespace.name] + namespace.features.map(\.name) where name.utf8.first == UInt8(ascii: "_") {
            throw Self.error(
                "'\(name)' cannot be a feature's name: the format keeps names with an underscore for itself")
        }
        for feature in namespace.features {
            guard case .number(let value) = feature.value, !value.isFinite else { continue }
            throw Self.error("feature '\(feature.name)' must be finite; got \(value)")
        }
    }

    private mutating func member(_ name: String, _ value: Double) throws {
        guard value.isFinite else { throw Self.error("\(name) must be finite; got \(value)") }
        text.name(name)
        text.number(value)
    }

    private mutating func array(_ values: [Double]) throws {
        text.open("[")
        for value in values {
            guard value.isFinite else { throw Self.error("probabilities must be finite; got \(value)") }
            text.number(value)
        }
        text.close("]")
    }

    private static func error(_ message: String) -> OffPolicyError {
        OffPolicyError(code: "dsjson.write", message: message)
    }
}
