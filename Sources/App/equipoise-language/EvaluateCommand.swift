import ArgumentParser
import Foundation
import Language
import Terminal

struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate", abstract: "Measure a fine-tuned model with examples that it has not seen.",
        discussion: """
            Example:
              equipoise language evaluate --model intents --input test.csv --text utterance --label intent

            What is measured follows from what the model is: accuracy, F1, log loss, calibration and AUC of classes, errors \
            of numbers, F1 of spans, the reciprocal rank of partners among all.
            """)

    @OptionGroup var choice: ModelOption

    @Option(help: ArgumentHelp("File with the examples.", valueName: "file"))
    var input: String

    @OptionGroup var columns: ExampleColumns
    @OptionGroup var place: DeviceOption
    @OptionGroup var form: JSONFlag
    @OptionGroup var speech: LanguageOption

    func run() throws {
        let model = try TextModel(folder: choice.folder(), on: place.chosen())
        let measures = try model.measured(columns, in: input)
        try form.print(json: encodedJSON(measures), text: measures.text(in: speech.language))
    }
}
