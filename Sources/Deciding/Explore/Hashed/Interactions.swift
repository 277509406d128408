/// Which products of two features a hashed model sees beside the features themselves.
///
/// The product of `a` and `b` has the hash of both and the value `a.value * b.value`. Without products of what is shared
/// with what is an action's own, a linear model ranks the actions the same way for everybody.
public enum FeatureInteractions: Sendable, Hashable {
    case none
    /// Every shared feature with every feature of an action.
    case sharedByAction
    /// Pairs of namespaces by the first letters of their names, as Vowpal Wabbit's `-q UA`.
    case letters([LetterPair])

    /// Two namespaces, each by the first byte of its name.
    public struct LetterPair: Sendable, Hashable {
        public var first: UInt8
        public var second: UInt8

        public init(_ first: UInt8, _ second: UInt8) {
            self.first = first
            self.second = second
        }
    }

    /// From words such as `UA` or `GT`.
    ///
    /// - Throws: ``ExploreError`` `parameter` for a word that is not two different ASCII characters.
    public init(pairs: [String]) throws {
        self = .letters(
            try pairs.map { pair in
                let bytes = Array(pair.utf8)
                guard bytes.count == 2, bytes.allSatisfy({ $0 < 0x80 }), bytes[0] != bytes[1] else {
                    throw ExploreError(
                        code: "parameter",
                        message: "FeatureInteractions needs pairs of two different letters; got '\(pair)'")
                }
                return LetterPair(bytes[0], bytes[1])
            })
    }
}
