public import Tensor

/// The tokens of several texts one after the other, without padding: texts of one length lie together, so that attention
/// sees them as one block, and every other layer sees tokens alone.
///
/// Shapes: `ids`, `segments`, `positions` [tokens].
public struct TokenBatch {
    /// Texts of one length that lie together.
    struct Group {
        var texts: Int
        var length: Int
        /// Its first token.
        var start: Int

        var end: Int { start + texts * length }
    }

    let ids: Tensor
    let segments: Tensor
    let positions: Tensor
    let groups: [Group]
    /// By text in the order packed, its place in the order given.
    let order: [Int]
    /// By text in the order given, its first token.
    let starts: [Int]

    /// - Throws: `LanguageError` `encoder.empty` for a batch without texts or a text without tokens, `encoder.length` for one
    ///   that the model has no positions for, `encoder.token` for a number outside the vocabulary.
    public init(_ encodings: [Encoding], for configuration: EncoderConfiguration, on device: Device = .cpu) throws {
        guard !encodings.isEmpty else { throw LanguageError(code: "encoder.empty", message: "a batch needs a text") }
        order = encodings.indices.sorted { (encodings[$0].ids.count, $0) < (encodings[$1].ids.count, $1) }
        let total = encodings.reduce(0) { $0 + $1.ids.count }
        var (ids, segments, positions): ([Int], [Int], [Int]) = ([], [], [])
        ids.reserveCapacity(total)
        segments.reserveCapacity(total)
        positions.reserveCapacity(total)
        var groups: [Group] = []
        var starts = Array(repeating: 0, count: encodings.count)
        for place in order {
            let encoding = encodings[place]
            try Self.check(encoding, text: place, configuration)
            starts[place] = ids.count
            if groups.last?.length == encoding.ids.count {
                groups[groups.count - 1].texts += 1
            } else {
                groups.append(Group(texts: 1, length: encoding.ids.count, start: ids.count))
            }
            for index in encoding.ids.indices {
                ids.append(Int(encoding.ids[index]))
                segments.append(configuration.segments > 1 ? Int(encoding.typeIDs[index]) : 0)
                positions.append(configuration.firstPosition + index)
            }
        }
        self.groups = groups
        self.starts = starts
        self.ids = try Tensor(ids, on: device)
        self.segments = try Tensor(segments, on: device)
        self.positions = try Tensor(positions, on: device)
    }

    public var texts: Int { order.count }
    public var tokens: Int { groups.last?.end ?? 0 }
    public var device: Device { ids.device }

    /// One row for each text in the order packed, put in the order given.
    func unpacked(_ rows: Tensor) throws -> Tensor {
        if order == Array(order.indices) { return rows }
        var places = Array(repeating: 0, count: order.count)
        for (packed, given) in order.enumerated() { places[given] = packed }
        return try rows.selecting(Tensor(places, on: rows.device))
    }

    private static func check(_ encoding: Encoding, text: Int, _ configuration: EncoderConfiguration) throws {
        guard !encoding.ids.isEmpty else {
            throw LanguageError(code: "encoder.empty", message: "text \(text) of the batch has no tokens")
        }
        guard encoding.ids.count <= configuration.maximumLength else {
            throw LanguageError(
                code: "encoder.length",
                message:
                    "text \(text) of the batch has \(encoding.ids.count) tokens; the model takes \(configuration.maximumLength)",
                remedy: "Encode with EncodingOptions.maximumLength.")
        }
        guard let stranger = encoding.ids.first(where: { $0 < 0 || $0 >= configuration.vocabularySize }) else { return }
        throw LanguageError(
            code: "encoder.token",
            message:
                "text \(text) of the batch has token \(stranger); the model knows 0..<\(configuration.vocabularySize)",
            remedy: "Use the tokeniser that the model was made with.")
    }
}
