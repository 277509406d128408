public import Commerce
public import Explore

/// One choice among actions that are different every time, and its answer.
public struct LoggedChoice: Sendable, Hashable {
    public var label: ChoiceLabel
    /// What all actions share.
    public var shared: [FeatureNamespace]
    /// What is each action's own.
    public var actions: [[FeatureNamespace]]

    public init(label: ChoiceLabel, shared: [FeatureNamespace] = [], actions: [[FeatureNamespace]]) {
        self.label = label
        self.shared = shared
        self.actions = actions
    }

    /// Writes the features' hashes into `choice`, which loses what it held. O(bytes of names).
    public func hash(into choice: inout HashedChoice) {
        choice.reset()
        for namespace in shared { namespace.hash(into: &choice) }
        for action in actions {
            choice.beginAction()
            for namespace in action { namespace.hash(into: &choice) }
        }
    }
}

/// Which action was shown, with what probability, and what it earned.
///
/// Actions are places from 0 in the order in which the log lists them, which is not the order shown.
public struct ChoiceLabel: Sendable, Hashable {
    public var id: String
    public var time: Timestamp?
    /// The action shown.
    public var action: Int
    /// Probability with which it was shown; in (0, 1].
    public var propensity: Double
    public var reward: Double
    /// All actions in the order shown, the chosen one first; empty when the log does not say.
    public var order: [Int]
    /// Probability of each action, in the order of ``order``; they sum to one. Empty when the log does not say.
    public var probabilities: [Double]
    /// Share of such decisions that were dropped before the log was written, in [0, 1).
    public var dropped: Double
    /// False for a decision that was made but never took effect, so that its answer says nothing.
    public var isLearned: Bool

    public init(
        id: String, time: Timestamp? = nil, action: Int, propensity: Double, reward: Double, order: [Int] = [],
        probabilities: [Double] = [], dropped: Double = 0, isLearned: Bool = true
    ) {
        self.id = id
        self.time = time
        self.action = action
        self.propensity = propensity
        self.reward = reward
        self.order = order
        self.probabilities = probabilities
        self.dropped = dropped
        self.isLearned = isLearned
    }
}

/// Features of one kind, under a name whose first letter interactions use.
public struct FeatureNamespace: Sendable, Hashable {
    /// A blank for features outside any namespace.
    public var name: String
    public var features: [NamedFeature]

    public init(_ name: String, _ features: [NamedFeature]) {
        self.name = name
        self.features = features
    }

    /// The name of what stands outside any namespace.
    public static let unnamed = " "

    func hash(into choice: inout HashedChoice) {
        choice.beginNamespace(letter: name.utf8.first ?? UInt8(ascii: " "))
        let seed = FeatureHash(namespace: name.utf8)
        for feature in features {
            var hash = seed
            hash.combine(feature.name.utf8)
            switch feature.value {
            case .number(let value): choice.append(hash: hash.value, value: Float(value))
            case .flag: choice.append(hash: hash.value, value: 1)
            case .text(let text):
                hash.close()
                hash.combine(text.utf8)
                choice.append(hash: hash.value, value: 1)
            }
        }
    }
}

/// One thing that is known.
public struct NamedFeature: Sendable, Hashable {
    public enum Value: Sendable, Hashable {
        /// A quantity; finite.
        case number(Double)
        /// One of several words: each word is a feature of its own, of value 1.
        case text(String)
        /// Something that holds.
        case flag
    }

    public var name: String
    public var value: Value

    public init(_ name: String, _ value: Value) {
        self.name = name
        self.value = value
    }
}
