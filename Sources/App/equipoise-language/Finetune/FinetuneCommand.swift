import ArgumentParser
import Commerce
import Engine
import Evaluate
import Foundation
import Language
import Tensor
import Terminal

struct FinetuneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "finetune", abstract: "Teach an encoder a task of the shop from examples.",
        discussion: """
            Examples:
              equipoise language finetune --train train.csv --test test.csv --text utterance --label intent --output intents
              equipoise language finetune --task pairs --train clicks.csv --text query --pair title --output search

            Files are tables with a header or JSON lines, plain or gzip. Tasks: classes (the default), number, tags, pairs. \
            Without --validation a tenth of the examples is kept back; the epoch that answers those best is saved. The \
            folder is one of Hugging Face's, which Python's transformers reads.
            """)

    @Option(help: ArgumentHelp("classes, number, tags or pairs.", valueName: "name"))
    var task = FinetuneTask.classes

    @OptionGroup var choice: ModelOption

    @Option(help: ArgumentHelp("File to learn from.", valueName: "file"))
    var train: String

    @Option(help: ArgumentHelp("File to choose the best epoch by.", valueName: "file"))
    var validation: String?

    @Option(help: ArgumentHelp("File to measure the result with.", valueName: "file"))
    var test: String?

    @OptionGroup var columns: ExampleColumns

    @Option(help: ArgumentHelp("Folder to write the model to.", valueName: "folder"))
    var output: String

    @OptionGroup var adaptation: AdaptationOption
    @OptionGroup var course: TrainingOptionGroup
    @OptionGroup var ways: ClassifierOptions

    @Option(help: ArgumentHelp("Tokens beyond which texts are cut off.", valueName: "number"))
    var maximumLength = 128

    @OptionGroup var place: DeviceOption
    @OptionGroup var form: JSONFlag
    @OptionGroup var speech: LanguageOption

    func run() throws {
        // What can be found wrong at once is not found wrong after an hour.
        let target = URL(filePath: output)
        try ModelFolder.checkReplaceable(target)
        let folder = try choice.folder()
        let device = try place.chosen()
        if let test { _ = try check(test) }
        let interrupts = InterruptHandler()
        let started = ContinuousClock.now
        let bar = ProgressBar(language: speech.language)
        let (model, training, examples, share) = try bar.follow { progress in
            let follower = TrainingFollower(interruption: interrupts.interruption, progress: progress)
            return try teach(folder, on: device, follow: follower.follow)
        }
        let seconds = (ContinuousClock.now - started) / .seconds(1)
        try model.save(to: target)
        course.removeCheckpoint()
        let report = FinetuneReport(
            task: task, examples: examples, parameters: .init(total: share.total, trained: share.trainable),
            seconds: seconds, rate: training.rate, epochs: training.epochs, bestEpoch: training.best?.epoch,
            validation: try validation.map { try model.measured(columns, in: $0) } ?? measures(training),
            test: try test.map { try model.measured(columns, in: $0) }, temperature: model.temperature, output: output)
        try form.print(json: encodedJSON(report), text: report.text(in: speech.language))
    }

    /// Reads a file of examples for the task, and says how many there are.
    private func check(_ file: String) throws -> Int {
        switch task {
        case .classes, .number: try columns.labelled(in: file).count
        case .tags: try columns.tagged(in: file).count
        case .pairs: try columns.pairs(in: file).count
        }
    }

    private typealias Taught = (TextModel, TrainingReport, examples: Int, ParameterShare)

    private func teach(
        _ folder: URL, on device: Device, follow: (TrainingEvent) throws -> Void
    ) throws -> Taught {
        var base = try SentenceEncoder(folder: folder, on: device)
        let encoder = try adaptation.applied(to: base.encoder, seed: course.seed ?? 1)
        var options = TrainingOptions()
        options.epochs = 5
        options.patience = 3
        options.rate = try adaptation.rate(for: encoder)
        options = course.applied(to: options)
        switch task {
        case .classes:
            let (train, held) = try labelled(seed: options.seed)
            let training = ways.training(options, maximumLength: maximumLength)
            let outcome = try training.run(
                encoder, tokenizer: base.tokenizer, train: train, validation: held, follow: follow)
            return (
                .classifier(outcome.classifier), outcome.training, train.count, outcome.classifier.model.parameterShare
            )
        case .number:
            let (train, held) = try labelled(seed: options.seed)
            var training = RegressorTraining()
            (training.options, training.maximumLength) = (options, maximumLength)
            if let pooling = ways.pooling { training.pooling = pooling }
            let outcome = try training.run(
                encoder, tokenizer: base.tokenizer, train: train, validation: held, follow: follow)
            return (
                .regressor(outcome.regressor), outcome.training, train.count, outcome.regressor.model.parameterShare
            )
        case .tags:
            let (train, held) = try divided(columns.tagged(in: train), validation.map(columns.tagged), options.seed)
            var training = TaggerTraining()
            (training.options, training.maximumLength) = (options, maximumLength)
            let outcome = try training.run(
                encoder, tokenizer: base.tokenizer, train: train, validation: held, follow: follow)
            return (.tagger(outcome.tagger), outcome.training, train.count, outcome.tagger.parameterShare)
        case .pairs:
            let (train, held) = try divided(columns.pairs(in: train), validation.map(columns.pairs), options.seed)
            var training = ContrastiveTraining()
            training.options = options
            if course.batchSize == nil { training.options.batchSize = 64 }
            base.encoder = encoder
            let outcome = try training.run(base, train: train, validation: held, follow: follow)
            return (.encoder(outcome.encoder), outcome.training, train.count, outcome.encoder.encoder.parameterShare)
        }
    }

    private func labelled(seed: UInt64) throws -> (LabelledTexts, LabelledTexts) {
        let all = try columns.labelled(in: train)
        if let validation { return (all, try columns.labelled(in: validation)) }
        let (first, second) = all.split(share: 0.1, seed: seed)
        guard second.count > 0 else { throw Self.tooFew(train) }
        return (first, second)
    }

    private func divided<Example>(_ all: [Example], _ held: [Example]?, _ seed: UInt64) throws -> ([Example], [Example])
    {
        if let held { return (all, held) }
        guard all.count > 3 else { throw Self.tooFew(train) }
        var generator = SeededGenerator(seed: seed)
        let shuffled = all.shuffled(using: &generator)
        let count = max(2, all.count / 10)
        return (Array(shuffled.dropFirst(count)), Array(shuffled.prefix(count)))
    }

    private static func tooFew(_ file: String) -> EngineError {
        EngineError(
            code: "examples.few", message: "\(file) has too few examples to keep a tenth back",
            remedy: "give more, or a file of others with --validation")
    }

    /// What the best epoch came to, where validation examples were kept back.
    private func measures(_ training: TrainingReport) -> TextMeasures {
        let measures = training.best?.measures ?? [:]
        return TextMeasures(
            accuracy: measures["accuracy"], macroF1: measures["macro_f1"], logLoss: measures["log_loss"],
            auc: measures["auc"], rmse: measures["rmse"], mae: measures["mae"], precision: measures["precision"],
            recall: measures["recall"], f1: measures["f1"], reciprocalRank: measures["reciprocal_rank"])
    }
}

extension TextModel {
    var temperature: Double? { if case .classifier(let model) = self { model.temperature } else { nil } }
}
