/// A dictionary that forgets: it holds at most `2 * generation` entries, and among them always the `generation`
/// that were used last.
///
/// When the young generation is full it becomes the old one, and the old one is dropped; an old entry that is
/// used is young again. O(1), with no list to maintain on every look-up.
struct TwoGenerationCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let generation: Int
    private var young: [Key: Value] = [:]
    private var old: [Key: Value] = [:]

    /// - Precondition: `generation` is positive.
    init(generation: Int) {
        precondition(generation > 0, "TwoGenerationCache.generation must be positive")
        self.generation = generation
    }

    var count: Int { young.count + old.count }

    subscript(key: Key) -> Value? {
        mutating get {
            if let value = young[key] { return value }
            guard let value = old.removeValue(forKey: key) else { return nil }
            insert(value, for: key)
            return value
        }
        set {
            old.removeValue(forKey: key)
            if let newValue { insert(newValue, for: key) } else { young.removeValue(forKey: key) }
        }
    }

    private mutating func insert(_ value: Value, for key: Key) {
        if young.count >= generation {
            old = young
            young = Dictionary(minimumCapacity: generation)
        }
        young[key] = value
    }
}
