import Linear
import Synchronization
import Tensor

/// Texts through a model in batches of like length, with the answers in the order given.
///
/// None is padded: time is O(tokens), memory O(texts × width + window). On the processor every thread takes a batch of its
/// own through all layers, so that none waits for another at each; a GPU gets one at a time.
struct TextBatches {
    let tokenizer: any Tokenizer
    /// Tokens of a text beyond which it is cut off.
    let maximumLength: Int
    /// Where the model is.
    let device: Device

    /// Tokens that go through the layers at once: enough to be multiplied well, few enough to stay in a core's caches.
    static func tokens(on device: Device) -> Int { device == .cpu ? 512 : 16_384 }
    /// Texts whose tokens are held at once; within these they are put in order of length.
    static let window = 4096

    /// One row for each text.
    ///
    /// - Parameters:
    ///   - width: numbers of a row.
    ///   - progress: told how many are done, after every batch; on whichever thread, one at a time.
    ///   - answer: the rows of a batch, [texts, width], computed without derivatives; several at a time.
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
            try Self.fill(
                &result, from: start, encodings, on: device, progress: { progress(start + $0) }, answer: answer)
        }
        return result
    }

    /// One row for each text that has been encoded before.
    static func rows(
        _ encodings: [Encoding], width: Int, on device: Device, answer: ([Encoding]) throws -> Tensor
    ) throws -> Matrix {
        var result = Matrix(rows: encodings.count, columns: width)
        try fill(&result, from: 0, encodings, on: device, progress: { _ in }, answer: answer)
        return result
    }

    private static func fill(
        _ result: inout Matrix, from start: Int, _ encodings: [Encoding], on device: Device, progress: (Int) -> Void,
        answer: ([Encoding]) throws -> Tensor
    ) throws {
        let width = result.columns
        let workers = device == .cpu ? Threads.count : 1
        let batches = batches(encodings.map(\.ids.count), tokens: tokens(on: device), workers: workers)
        let done = Mutex(0)
        let parts = try Threads.map(batches.count, workers: workers) { batch in
            let rows = try answer(batches[batch].map { encodings[$0] }).array(of: Float.self)
            done.withLock {
                $0 += batches[batch].count
                progress($0)
            }
            return rows
        }
        for (places, rows) in zip(batches, parts) {
            for (row, place) in places.enumerated() {
                result.values.replaceSubrange(
                    (start + place) * width..<(start + place + 1) * width, with: rows[row * width..<(row + 1) * width])
            }
        }
    }

    /// Places of texts by batches of like length, the longest first: what does not fit into memory is found out at once.
    ///
    /// - Parameter workers: that share them: few texts are divided between all.
    static func batches(_ lengths: [Int], tokens: Int, workers: Int = 1) -> [[Int]] {
        let tokens = min(tokens, lengths.reduce(0, +) / workers + 1)
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
