/// One text, or two, as the numbers that a language model reads. All arrays have one element per token.
///
/// Nothing is padded here: whoever batches knows the longest text of the batch.
public struct Encoding: Sendable, Equatable {
    /// Rows of the model's embedding table.
    public var ids: [Int32] = []
    /// Which of two texts a token is said to be of; models without that notion get zeros.
    public var typeIDs: [Int32] = []
    /// Where the token lies in its text, in UTF-8 bytes; empty at 0 for a token that stands for no text.
    ///
    /// A range covers whole Unicode scalars, so `substring(_:of:)` never cuts one, though pieces of one scalar
    /// (byte-level models) share its range.
    public var offsets: [Range<Int>] = []
    /// The number of the word that the token is part of, counted from 0 in each text, and -1 for a token of the
    /// template: what whole-word masking groups by.
    public var wordIDs: [Int32] = []
    /// True for a token that the template added.
    public var specialMask: [Bool] = []
    /// Where each text's own tokens lie in the arrays above: one range, or two for a pair.
    public var textRanges: [Range<Int>] = []
    /// Tokens that a length limit cut off.
    public var truncatedCount = 0

    public init() {}

    /// Tokens to attend to: all of them, until a batch is padded.
    public var attentionCount: Int { ids.count }

    /// The part of `text` that token `index` was read from.
    public func substring(_ index: Int, of text: String) -> Substring {
        let bytes = text.utf8
        let start = bytes.index(bytes.startIndex, offsetBy: offsets[index].lowerBound)
        let end = bytes.index(bytes.startIndex, offsetBy: offsets[index].upperBound)
        return text[start..<end]
    }

    mutating func reserve(_ count: Int) {
        ids.reserveCapacity(count)
        typeIDs.reserveCapacity(count)
        offsets.reserveCapacity(count)
        wordIDs.reserveCapacity(count)
        specialMask.reserveCapacity(count)
    }
}
