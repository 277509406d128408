import ArgumentParser
import Commerce
import Engine
import Foundation
import Intake
import Language
import Linear
import Tensor
import Terminal

struct CompressCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compress", abstract: "Make a model smaller and faster, and say what that costs.",
        discussion: """
            Examples:
              equipoise language compress --model intents --input texts.csv --text utterance --output intents-int8
              equipoise language compress --layers 3 --int8 --input reviews.csv --text review --output small

            An encoder of sentences or a classifier. Of the texts a fifth, 1,000 at most, measures: how near the vectors are \
            to the whole model's (mean cosine); with --label how many answers of a classifier are right, else how many are \
            the same. The others are what students learn from; no labels are needed.
            """)

    @OptionGroup var choice: ModelOption

    @Option(help: ArgumentHelp("File with texts such as the model will get.", valueName: "file"))
    var input: String

    @OptionGroup var columns: ExampleColumns

    @Option(help: ArgumentHelp("Folder to write the model to.", valueName: "folder"))
    var output: String

    @OptionGroup var plan: CompressionPlan
    @OptionGroup var course: TrainingOptionGroup
    @OptionGroup var form: JSONFlag
    @OptionGroup var speech: LanguageOption

    func run() throws {
        // What can be found wrong at once is not found wrong after an hour.
        let target = URL(filePath: output)
        try ModelFolder.checkReplaceable(target)
        let original = try CompressibleModel(folder: choice.folder(), on: .cpu)
        let (all, pairs, labels) = try columns.unlabelled(in: input)
        let texts = try CompressionTexts(
            original.labelled(all, pairs: pairs, labels: labels), file: input, seed: course.seed ?? 1)
        let interrupts = InterruptHandler()
        let (model, training, report) = try ProgressBar(language: speech.language).follow { progress in
            let follower = TrainingFollower(interruption: interrupts.interruption, progress: progress)
            return try compress(original, texts, follow: follower.follow)
        }
        try model.save(to: target)
        course.removeCheckpoint()
        let summary = Summary(
            models: report.rows, texts: texts.test.count, quality: quality(of: original),
            seconds: training?.seconds, epochs: training?.epochs, output: output)
        let headings = headings(of: original)
        try form.print(
            json: encodedJSON(summary),
            text: report.table(headings) + "\n" + (isChinese ? "模型写入 \(output)" : "model in \(output)"))
    }

    private var isChinese: Bool { speech.language == .chinese }

    private typealias Outcome = (CompressibleModel, TrainingReport?, CompressionReport)

    private func compress(
        _ original: CompressibleModel, _ texts: CompressionTexts, follow: (TrainingEvent) throws -> Void
    ) throws -> Outcome {
        var table = CompressionTable(texts: texts.test, hasLabels: columns.label != nil)
        var names = ["fp32"]
        try table.add(original, as: names[0])
        var model = original
        var training: TrainingReport?
        func add(_ changed: CompressibleModel, _ name: String) throws {
            names.append(name)
            model = changed
            try table.add(model, as: names.joined(separator: isChinese ? "，" : ", "))
        }
        // Where classes lie and how far is too far is of the vectors as they were.
        func relearned(_ model: CompressibleModel) throws -> CompressibleModel {
            try model.relearned(beside: original, texts: texts.train, validation: texts.validation)
        }
        func adjusted(_ changed: TransformerEncoder) throws -> CompressibleModel {
            try model.around(changed).adjusted(beside: model, texts: texts.validation)
        }
        if plan.reshapes {
            names = []
            let shape = try plan.reshaped(original.transformer) { try batches(texts.train, original) }
            try add(relearned(original.around(shape)), plan.shape(in: speech.language))
            if !plan.isUntaught {
                var distillation = Distillation()
                distillation.options.epochs = 5
                distillation.options.patience = 3
                distillation.options = course.applied(to: distillation.options)
                training = try model.learn(
                    from: original, distillation, texts: texts.train, validation: texts.validation, follow: follow)
                try add(relearned(model), isChinese ? "已蒸馏" : "taught")
            }
        }
        if let zero = plan.zero {
            let share = CompressionPlan.percent(zero)
            try add(adjusted(model.transformer.prunedByMagnitude(zero)), isChinese ? "\(share) 置零" : "\(share) zeros")
        }
        if plan.roundsWeights {
            if !plan.reshapes, plan.zero == nil { names = [] }
            try add(adjusted(model.transformer.quantised()), "int8")
        }
        return (model, training, table.report)
    }

    /// A few hundred texts, which tell which parts of an encoder matter.
    private func batches(_ texts: LabelledTexts, _ model: CompressibleModel) throws -> [TokenBatch] {
        let sample = try model.tokenizer.encode(
            batch: Array(texts.texts.prefix(256)), pairs: texts.pairs.map { Array($0.prefix(256)) },
            options: EncodingOptions(maximumLength: model.maximumLength))
        return try stride(from: 0, to: sample.count, by: 32).map {
            try TokenBatch(
                Array(sample[$0..<min(sample.count, $0 + 32)]), for: model.transformer.configuration)
        }
    }

    private func quality(of model: CompressibleModel) -> Summary.Quality {
        switch model {
        case .encoder: .cosine
        case .classifier: columns.label == nil ? .agreement : .accuracy
        }
    }

    private func headings(of model: CompressibleModel) -> CompressionReport.Headings {
        let quality =
            switch quality(of: model) {
            case .cosine: isChinese ? "余弦" : "cosine"
            case .agreement: isChinese ? "一致率" : "agreement"
            case .accuracy: isChinese ? "准确率" : "accuracy"
            }
        return isChinese
            ? .init(
                name: "模型", size: "MB", parameters: "参数", zeros: "零", speed: "条/秒", ratio: "倍数", quality: quality,
                leastQuality: "最差")
            : .init(
                name: "model", size: "MB", parameters: "parameters", zeros: "zeros", speed: "texts/s", ratio: "times",
                quality: quality, leastQuality: "least")
    }

    private struct Summary: Encodable {
        enum Quality: String, Encodable {
            case cosine, agreement, accuracy
        }

        var models: [CompressionReport.Row]
        /// That were measured with.
        var texts: Int
        var quality: Quality
        /// Of the student's training.
        var seconds: Double?
        var epochs: [EpochReport]?
        var output: String
    }
}
