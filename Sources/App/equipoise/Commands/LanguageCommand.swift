#if canImport(Language)
    public import ArgumentParser
    import Commerce
    import Engine
    import Foundation
    import Intake
    public import Language
    import Linear
    import Tensor

    /// What is done with texts by transformer encoders.
    struct LanguageCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "language", abstract: "Understand texts with transformer encoders.",
            subcommands: [LanguageEmbedCommand.self])
    }

    struct LanguageEmbedCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "embed", abstract: "Turn texts into vectors whose nearness is nearness of meaning.",
            discussion: """
                Example:
                  equipoise language embed --model minilm --input reviews.csv --text review --output reviews.safetensors

                Reads a table with a header or JSON lines, plain or gzip. Writes an array `embeddings` of shape
                [texts, width] in the order of the rows. A model is a folder of Hugging Face or sentence-transformers.
                """)

        @Option(help: ArgumentHelp("Folder of the model.", valueName: "folder"))
        var model: String

        @Option(help: ArgumentHelp("File with the texts.", valueName: "file"))
        var input: String

        @Option(help: ArgumentHelp("Its column, or the member of its objects, that holds them.", valueName: "name"))
        var text: String

        @Option(help: ArgumentHelp("File to write.", valueName: "file"))
        var output: String

        @Option(help: ArgumentHelp("mean, cls or max. Default: what the model says.", valueName: "name"))
        var pooling: Pooling?

        @Option(help: ArgumentHelp("cpu, cuda or cuda:N.", valueName: "device"))
        var device = "cpu"

        @OptionGroup var speech: LanguageOption

        func run() throws {
            var encoder = try SentenceEncoder(folder: URL(filePath: model), on: Device(device))
            if let pooling { encoder.pooling = pooling }
            let texts = try TextColumns.read([text], from: input)[0]
            let bar = ProgressBar(language: speech.language)
            let started = ContinuousClock.now
            let vectors = try bar.follow { progress in
                try encoder.embed(texts) { progress(JobProgress(.embedding, completed: $0, of: texts.count, .texts)) }
            }
            let seconds = (ContinuousClock.now - started) / .seconds(1)
            let array = NamedTensor(
                name: "embeddings", tensor: try Tensor(vectors.values, shape: [vectors.rows, vectors.columns]))
            try WeightFile.write(
                [array],
                metadata: [
                    "model": URL(filePath: model).lastPathComponent, "input": URL(filePath: input).lastPathComponent,
                ],
                to: output)
            let rate = String(format: "%.0f", Double(texts.count) / max(seconds, 1e-9))
            try Console.print(
                speech.language == .chinese
                    ? "\(texts.count) 条文本，每条 \(vectors.columns) 维，每秒 \(rate) 条：\(output)"
                    : "\(texts.count) texts, \(vectors.columns) numbers each, \(rate) a second: \(output)")
        }
    }

    extension Pooling: ExpressibleByArgument {}
#endif
