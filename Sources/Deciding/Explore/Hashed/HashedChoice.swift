/// What is known at one choice among changing actions, as hashed sparse features: what all actions share, and what is
/// each one's own.
///
/// One buffer of features in the order shared, first action, second action, ...; namespaces cut it into stretches.
/// Made to be filled again and again without allocating: ``reset()``, then ``beginNamespace(named:)`` and
/// ``append(_:_:)`` for what is shared, then the same after ``beginAction()`` for each action.
public struct HashedChoice: Sendable, Hashable {
    /// One feature: the hash of its name, and its value.
    @frozen
    public struct Feature: Sendable, Hashable {
        public var hash: UInt32
        public var value: Float

        @inlinable
        public init(hash: UInt32, value: Float) {
            self.hash = hash
            self.value = value
        }
    }

    /// A stretch of features that interactions name by one letter.
    @frozen
    public struct Namespace: Sendable, Hashable {
        /// First byte of the namespace's name.
        public var letter: UInt8
        /// Where its features start; they end where the next namespace starts.
        public var start: Int32

        @inlinable
        public init(letter: UInt8, start: Int32) {
            self.letter = letter
            self.start = start
        }
    }

    public private(set) var features: [Feature] = []
    public private(set) var namespaces: [Namespace] = []
    /// The first namespace of each action; those before the first action's are shared.
    public private(set) var actionStarts: [Int32] = []

    public init() {}

    /// Number of actions.
    public var count: Int { actionStarts.count }

    /// Empties it and keeps its memory.
    public mutating func reset() {
        features.removeAll(keepingCapacity: true)
        namespaces.removeAll(keepingCapacity: true)
        actionStarts.removeAll(keepingCapacity: true)
    }

    /// What follows is the next action's own.
    public mutating func beginAction() { actionStarts.append(Int32(namespaces.count)) }

    /// What follows belongs to a namespace; a namespace that stays empty is dropped by the next one.
    public mutating func beginNamespace(letter: UInt8) {
        let start = Int32(features.count)
        let first = Int(actionStarts.last ?? 0)
        if namespaces.count > first, let last = namespaces.last, last.start == start { namespaces.removeLast() }
        namespaces.append(Namespace(letter: letter, start: start))
    }

    /// Adds a feature to the namespace begun last. A value of zero says nothing and is left out.
    ///
    /// - Precondition: a namespace was begun since the last ``reset()`` or ``beginAction()``.
    @inline(__always)
    public mutating func append(hash: UInt32, value: Float) {
        guard value != 0 else { return }
        features.append(Feature(hash: hash, value: value))
    }

    /// The features of one namespace.
    public func features(of namespace: Int) -> ArraySlice<Feature> {
        let end = namespace + 1 < namespaces.count ? Int(namespaces[namespace + 1].start) : features.count
        return features[Int(namespaces[namespace].start)..<end]
    }

    /// The namespaces of one action.
    public func namespaces(of action: Int) -> Range<Int> {
        let end = action + 1 < actionStarts.count ? Int(actionStarts[action + 1]) : namespaces.count
        return Int(actionStarts[action])..<end
    }

    /// The namespaces that all actions share.
    public var sharedNamespaces: Range<Int> { 0..<Int(actionStarts.first ?? Int32(namespaces.count)) }
}
