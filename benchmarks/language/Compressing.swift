import Foundation
import Language
import Linear
import Tensor

/// Compresses an encoder in each way, and prints what each costs and brings. The first 400 texts measure; the others are
/// what importance is learned from and students learn from.
func compress(folder: URL, texts file: URL, work: URL, epochs: Int) throws {
    let original = try SentenceEncoder(folder: folder)
    let texts = try read(file).map(\.text)
    let (held, others) = (Array(texts.prefix(400)), Array(texts.dropFirst(400)))
    var report = CompressionReport()
    let vectors = try report.add("fp32", original, texts: held, folder: work)
    func add(_ name: String, _ encoder: TransformerEncoder) throws -> SentenceEncoder {
        var model = original
        model.encoder = encoder
        try report.add(name, model, texts: held, beside: vectors, folder: work)
        FileHandle.standardError.write(Data("\(report.table(headings))\n\n".utf8))
        return model
    }
    let encoder = original.encoder
    _ = try add("int8", encoder.quantised())
    _ = try add("half of the weights at 0", encoder.prunedByMagnitude(0.5))
    let sample = try original.tokenizer.encode(
        batch: Array(others.prefix(256)), options: EncodingOptions(maximumLength: original.maximumLength))
    let batches = try stride(from: 0, to: sample.count, by: 32).map {
        try TokenBatch(Array(sample[$0..<min(sample.count, $0 + 32)]), for: encoder.configuration)
    }
    let importance = try encoder.importance(of: batches)
    var distillation = Distillation()
    distillation.options.epochs = epochs
    let train = Array(others.dropLast(200))
    func taught(_ name: String, _ student: TransformerEncoder) throws {
        let model = try add(name, student)
        _ = try distillation.run(from: original, to: model, texts: train, validation: others.suffix(200))
        _ = try add("\(name), taught", model.encoder)
        _ = try add("\(name), taught, int8", model.encoder.quantised())
    }
    try taught(
        "a quarter of heads and neurons less", encoder.pruned(Pruning(heads: 0.25, neurons: 0.25), by: importance))
    try taught("3 of 6 layers", encoder.student(layers: 3))
    print(report.table(headings))
}

private let headings = CompressionReport.Headings(
    name: "model", size: "MB", parameters: "numbers", zeros: "zeros", speed: "texts/s", ratio: "times",
    quality: "cosine", leastQuality: "least")
