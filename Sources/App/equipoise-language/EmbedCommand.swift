public import ArgumentParser
import Commerce
import Engine
import Foundation
public import Language
import Linear
import Tensor
import Terminal

struct EmbedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "embed", abstract: "Turn texts into vectors whose nearness is nearness of meaning.",
        discussion: """
            Example:
              equipoise language embed --input reviews.csv --text review --output out.safetensors

            Reads a table with a header or JSON lines, plain or gzip. Writes an array `embeddings` of shape \
            [texts, width] in the order of the rows; a row without a text has the vector of an empty one.
            """)

    @OptionGroup var choice: ModelOption

    @Option(help: ArgumentHelp("File with the texts.", valueName: "file"))
    var input: String

    @OptionGroup var column: TextColumnOption

    @Option(help: ArgumentHelp("File to write.", valueName: "file.safetensors"))
    var output: String

    @Option(help: ArgumentHelp("mean, cls or max. Default: what the model says.", valueName: "name"))
    var pooling: Pooling?

    @OptionGroup var place: DeviceOption
    @OptionGroup var form: JSONFlag
    @OptionGroup var speech: LanguageOption

    func run() throws {
        // What can be found wrong at once is not found wrong after an hour.
        try OutputFile(URL(filePath: output)).check()
        let folder = try choice.folder()
        let texts = try column.texts(of: input)
        var encoder = try SentenceEncoder(folder: folder, on: try place.chosen())
        if let pooling { encoder.pooling = pooling }
        let bar = ProgressBar(language: speech.language)
        let started = ContinuousClock.now
        let vectors = try bar.follow { progress in
            try encoder.embed(texts) { progress(JobProgress(.embedding, completed: $0, of: texts.count, .texts)) }
        }
        let seconds = (ContinuousClock.now - started) / .seconds(1)
        guard vectors.values.allSatisfy(\.isFinite) else {
            throw EngineError(
                code: "model.unusable", message: "the model in \(folder.path) gives vectors that are no numbers",
                remedy: "see what is wrong with it: equipoise language serve-check --model \(folder.path)")
        }
        let array = NamedTensor(
            name: "embeddings", tensor: try Tensor(vectors.values, shape: [vectors.rows, vectors.columns]))
        let origin = [
            "model": folder.lastPathComponent, "pooling": encoder.pooling.rawValue,
            "input": URL(filePath: input).lastPathComponent, "text": column.text,
        ]
        try WeightFile.write([array], metadata: origin, to: output)
        let summary = Summary(
            texts: texts.count, width: vectors.columns, seconds: seconds,
            textsPerSecond: Double(texts.count) / max(seconds, 1e-9), output: output)
        try form.print(json: encodedJSON(summary), text: summary.text(in: speech.language))
    }

    private struct Summary: Encodable {
        var texts: Int
        var width: Int
        var seconds: Double
        var textsPerSecond: Double
        var output: String

        func text(in language: Language) -> String {
            let (count, rate) = (grouped(texts), grouped(Int(textsPerSecond.rounded())))
            return language == .chinese
                ? "\(count) 条文本，每条 \(width) 维，每秒 \(rate) 条：\(output)"
                : "\(count) texts, \(width) numbers each, \(rate) a second: \(output)"
        }
    }
}

extension Pooling: ExpressibleByArgument {}
