import Foundation
import Language

/// The texts of a file, and the second texts of those that are pairs.
func read(_ file: URL) throws -> [(text: String, pair: String?)] {
    let data = try Data(contentsOf: file)
    var index = 0
    func number() -> Int {
        defer { index += 4 }
        return data.withUnsafeBytes {
            Int(UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: index, as: UInt32.self)))
        }
    }
    func text(_ count: Int) -> String {
        defer { index += count }
        return String(decoding: data[index..<index + count], as: UTF8.self)
    }
    var texts: [(String, String?)] = []
    while index < data.count {
        let first = text(number())
        let second = number()
        texts.append((first, second == 0 ? nil : text(second - 1)))
    }
    return texts
}

func encode(folder: URL, texts file: URL, to output: URL, runs: Int, threads: Int) throws {
    let clock = ContinuousClock()
    let start = clock.now
    let tokenizer = try TokenizerFiles.load(folder)
    let loading = clock.now - start
    let texts = try read(file)
    var encodings: [Encoding] = []
    var best = Duration.seconds(1_000_000)
    for _ in 0..<runs {
        let begin = clock.now
        if threads > 1 {
            encodings = try tokenizer.encode(batch: texts.map(\.text))
        } else {
            encodings = try texts.map { try tokenizer.encode($0.text, pair: $0.pair) }
        }
        best = min(best, clock.now - begin)
    }
    let bytes = texts.reduce(0) { $0 + $1.text.utf8.count + ($1.pair?.utf8.count ?? 0) }
    let seconds = best / .seconds(1)
    print(
        "{\"load_s\": \(loading / .seconds(1)), \"seconds\": \(seconds), \"texts\": \(texts.count), \"bytes\": \(bytes)}"
    )
    guard output.path != "/dev/null" else { return }
    var numbers: [Int32] = []
    for encoding in encodings {
        numbers.append(Int32(encoding.ids.count))
        numbers += encoding.ids
        numbers += encoding.typeIDs
        numbers += encoding.offsets.map { Int32($0.lowerBound) }
        numbers += encoding.offsets.map { Int32($0.upperBound) }
        numbers += encoding.wordIDs
    }
    try numbers.withUnsafeBytes { try Data($0).write(to: output) }
}

func train(texts file: URL, to folder: URL, size: Int, alphabet: Int) throws {
    let texts = try read(file)
    let clock = ContinuousClock()
    let start = clock.now
    var trainer = try WordPieceTrainer(vocabularySize: size, alphabetLimit: alphabet)
    for text in texts { trainer.add(text.text) }
    let counted = clock.now
    let tokenizer = try trainer.train()
    let end = clock.now
    try tokenizer.save(to: folder)
    print(
        "{\"count_s\": \((counted - start) / .seconds(1)), \"train_s\": \((end - counted) / .seconds(1)), "
            + "\"words\": \(trainer.distinctWords), \"tokens\": \(tokenizer.vocabulary.count)}")
}
