import Linear
import Tensor

/// Texts through a model in batches of like length, with the answers in the order given.
///
/// None is padded: time is O(tokens), memory O(texts × width + window).
struct TextBatches {
    let tokenizer: any Tokenizer
    /// Tokens of a text beyond which it is cut off.
    let maximumLength: Int

    /// Tokens that go through the layers at once: enough to keep all cores busy, few enough to stay in their caches.
    static let tokens = 2048
    /// Texts whose tokens are held at once; within these they are put in order of length.
    static let window = 4096

    /// One row for each text.
    ///
    /// - Parameters:
    ///   - width: numbers of a row.
    ///   - progress: told how many are done, after every batch.
    ///   - answer: the rows of a batch, [texts, width], computed without derivatives.
    func rows(
        _ texts: [String], pairs: [String]? = nil, width: Int, progress: (Int) -> Void = { _ in },
        answer: ([Encoding]) throws -> Tensor
    ) throws -> Matrix {
        var result = Matrix(rows: texts.count, columns: width)
        for start in stride(from: 0, to: texts.count, by: Self.window) {
            let end = min(texts.count, start + Self.window)
            let encodings = try tokenizer.encode(
                batch: Array(texts[start..<end]), pairs: pairs.map { Array($0[start..<end]) },
                options: EncodingOptions(maximumLength: maximumLength))
            try Self.fill(&result, from: start, encodings, progress: { progress(start + $0) }, answer: answer)
        }
        return result
    }

    /// One row for each text that has been encoded before.
    static func rows(
        _ encodings: [Encoding], width: Int, answer: ([Encoding]) throws -> Tensor
    ) throws -> Matrix {
        var result = Matrix(rows: encodings.count, columns: width)
        try fill(&result, from: 0, encodings, progress: { _ in }, answer: answer)
        return result
    }

    private static func fill(
        _ result: inout Matrix, from start: Int, _ encodings: [Encoding], progress: (Int) -> Void,
        answer: ([Encoding]) throws -> Tensor
    ) throws {
        let width = result.columns
        var done = 0
        for places in batches(encodings.map(\.ids.count)) {
            let rows = try inference { try answer(places.map { encodings[$0] }).array(of: Float.self) }
            for (row, place) in places.enumerated() {
                result.values.replaceSubrange(
                    (start + place) * width..<(start + place + 1) * width, with: rows[row * width..<(row + 1) * width])
            }
            done += places.count
            progress(done)
        }
    }

    /// Places of texts by batches of like length, the longest first: what does not fit into memory is found out at once.
    static func batches(_ lengths: [Int], tokens: Int = tokens) -> [[Int]] {
        var batches: [[Int]] = []
        var room = 0
        for place in lengths.indices.sorted(by: { (lengths[$0], $1) > (lengths[$1], $0) }) {
            if batches.isEmpty || room < lengths[place] {
                batches.append([])
                room = tokens
            }
            batches[batches.count - 1].append(place)
            room -= lengths[place]
        }
        return batches
    }
}
