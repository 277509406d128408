public import Tensor

/// How the vectors of a text's tokens become one.
public enum Pooling: String, Sendable, CaseIterable {
    /// Their mean.
    case mean
    /// That of the first token, which stands for the whole text.
    case first = "cls"
    /// The largest of each number.
    case largest = "max"

    /// [texts, width], in the order in which the texts were given.
    ///
    /// - Parameter tokens: of the batch, [tokens, width].
    public func callAsFunction(_ tokens: Tensor, of batch: TokenBatch) throws -> Tensor {
        let width = tokens.extent(1)
        let parts = try batch.groups.map { group in
            let texts = try tokens.slice(group.start..<group.end).view(group.texts, group.length, width)
            return switch self {
            case .mean: try texts.mean(1)
            case .first: try texts.at(0, axis: 1)
            case .largest: try texts.largest(1)
            }
        }
        return try batch.unpacked(parts.count == 1 ? parts[0] : .concatenated(parts))
    }
}
