public import ArgumentParser
import Commerce
import Engine
import Foundation
import Intake
public import Language
import Tensor
import Terminal

struct PretrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pretrain", abstract: "Teach a model the shop's language from its own texts.",
        discussion: """
            Examples:
              equipoise language pretrain --input reviews.csv --text review --output shop-bert
              equipoise language pretrain --continue-from bert-folder --input reviews.csv --text review --output shop-bert

            Hides tokens and has the model guess them. From scratch, a vocabulary is learned first; sizes are those of a \
            small BERT. Texts held out say how well it guesses; the best epoch is saved.
            """)

    @Option(
        name: .customLong("continue-from"),
        help: ArgumentHelp("Folder of a model to go on from. Without it a new one is made.", valueName: "folder"))
    var base: String?

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Files with the texts.", valueName: "file"))
    var input: [String]

    @OptionGroup var column: TextColumnOption

    @Option(help: ArgumentHelp("Folder to write the model to.", valueName: "folder"))
    var output: String

    @Option(help: ArgumentHelp("token, or word: whole words are hidden. Default: word.", valueName: "name"))
    var masking: MaskedCorpus.Unit?

    @Option(help: ArgumentHelp("Share of tokens to guess.", valueName: "share"))
    var share = 0.15

    @Option(help: ArgumentHelp("Tokens of a new vocabulary.", valueName: "number"))
    var vocabulary = 8000

    @Flag(
        help: """
            Tokens of a new vocabulary may span several ideographs, which BERT takes one by one; wants a vocabulary of \
            20,000 or more, and hides single tokens.
            """)
    var joinIdeographs = false

    @Option(help: ArgumentHelp("Numbers for each token of a new model.", valueName: "number"))
    var width = 256

    @Option(help: ArgumentHelp("Layers of a new model.", valueName: "number"))
    var layers = 4

    @Option(help: ArgumentHelp("Tokens of the longest example.", valueName: "number"))
    var maximumLength = 128

    @OptionGroup var course: TrainingOptionGroup
    @OptionGroup var place: DeviceOption
    @OptionGroup var form: JSONFlag
    @OptionGroup var speech: LanguageOption

    func validate() throws {
        guard joinIdeographs else { return }
        if base != nil {
            throw ValidationError("--join-ideographs is for a new model; --continue-from has a vocabulary")
        }
        if masking == .word {
            throw ValidationError(
                "with --join-ideographs a word is all between two signs; hide tokens: --masking token")
        }
    }

    func run() throws {
        let target = URL(filePath: output)
        try ModelFolder.checkReplaceable(target)
        let texts = try input.flatMap { try column.texts(of: $0) }
        var pretraining = try Pretraining()
        if base != nil { (pretraining.options.epochs, pretraining.options.rate) = (3, 5e-5) }
        pretraining.options = course.applied(to: pretraining.options)
        pretraining.masking = try Masking(share: share, seed: pretraining.options.seed)
        let model = try model(texts, seed: pretraining.options.seed)
        let length = min(maximumLength, model.encoder.configuration.maximumLength)
        let (corpus, heldOut) = try MaskedCorpus(
            texts, tokenizer: model.tokenizer, maximumLength: length, unit: masking ?? (joinIdeographs ? .token : .word)
        ).split(heldOut: Self.heldOut(of: texts.count), seed: pretraining.options.seed)
        let interrupts = InterruptHandler()
        let outcome = try ProgressBar(language: speech.language).follow { progress in
            let follower = TrainingFollower(interruption: interrupts.interruption, progress: progress)
            return try pretraining.run(model, corpus, heldOut: heldOut, follow: follower.follow)
        }
        try model.save(to: target)
        course.removeCheckpoint()
        let report = Report(
            texts: texts.count, tokens: corpus.tokens, parameters: model.parameterCount,
            vocabulary: model.tokenizer.vocabulary.count, epochs: outcome.training.epochs,
            seconds: outcome.training.seconds, heldOutLoss: outcome.heldOut?.loss,
            perplexity: outcome.heldOut?.perplexity, accuracy: outcome.heldOut?.accuracy, output: output)
        try form.print(json: encodedJSON(report), text: report.text(in: speech.language))
    }

    /// Two in a hundred texts judge the epochs; of few texts more, fifty if there are enough.
    private static func heldOut(of texts: Int) -> Double { max(0.02, min(0.2, 50 / Double(texts))) }

    private func model(_ texts: [String], seed: UInt64) throws -> MaskedLanguageModel {
        var generator = SeededGenerator(seed: seed)
        let device = try place.chosen()
        if let base {
            return try MaskedLanguageModel(folder: URL(filePath: base), using: &generator, on: device)
        }
        guard width >= 64, width.isMultiple(of: 64) else {
            throw EngineError(
                code: "model.width", message: "--width must be a multiple of 64; got \(width)",
                remedy: "128, 256 and 384 are small models, 768 is that of BERT")
        }
        var trainer = try WordPieceTrainer(
            vocabularySize: vocabulary, normalization: BertNormalization(separatesIdeographs: !joinIdeographs))
        for text in texts { trainer.add(text) }
        let tokenizer = try trainer.train()
        let shape = try EncoderConfiguration(
            vocabularySize: tokenizer.vocabulary.count, width: width, layers: layers, heads: width / 64,
            positions: max(512, maximumLength))
        return try MaskedLanguageModel(tokenizer: tokenizer, configuration: shape, using: &generator, on: device)
    }

    private struct Report: Encodable {
        var texts: Int
        var tokens: Int
        var parameters: Int
        var vocabulary: Int
        var epochs: [EpochReport]
        var seconds: Double
        /// In nats for each hidden token.
        var heldOutLoss: Double?
        var perplexity: Double?
        /// The share guessed.
        var accuracy: Double?
        var output: String

        func text(in language: Language) -> String {
            let isChinese = language == .chinese
            let numbers = [perplexity, accuracy].map { $0.map { String(format: "%.3f", $0) } ?? "-" }
            return isChinese
                ? """
                \(grouped(texts)) 条文本，\(grouped(tokens)) 个词元，词表 \(grouped(vocabulary))，参数 \(grouped(parameters))
                \(epochs.count) 轮，\(Int(seconds.rounded())) 秒；留出文本：困惑度 \(numbers[0])，猜中率 \(numbers[1])
                模型写入 \(output)
                """
                : """
                \(grouped(texts)) texts, \(grouped(tokens)) tokens, vocabulary \(grouped(vocabulary)), \(grouped(parameters)) parameters
                \(epochs.count) epochs, \(Int(seconds.rounded())) s; texts held out: perplexity \(numbers[0]), guessed \(numbers[1])
                model in \(output)
                """
        }
    }
}

extension MaskedCorpus.Unit: ExpressibleByArgument {}
