public import ArgumentParser
public import Language
import Tensor

/// What is asked of classifiers alone.
struct ClassifierOptions: ParsableArguments {
    @Option(help: ArgumentHelp("cls or mean: what of a text the head sees. Python reads cls alone.", valueName: "name"))
    var pooling: Pooling?

    @Option(
        name: .customLong("choose-by"),
        help: ArgumentHelp("accuracy, macro-f1, auc or log-loss: what makes an epoch the best.", valueName: "name"))
    var choice = ClassifierTraining.Choice.accuracy

    @Flag(help: "Every label counts alike, however many examples it has.")
    var balanced = false

    @Option(
        name: .customLong("out-of-scope"),
        help: ArgumentHelp("The label of texts that are of no class.", valueName: "label"))
    var outOfScope: String?

    @Option(
        name: .customLong("turn-away"),
        help: ArgumentHelp(
            "Share of texts of the classes that may be turned away so that texts of none are, such as 0.02.",
            valueName: "share"))
    var turnedAway: Double?

    @Option(help: ArgumentHelp("Share of probability that is spread over all labels.", valueName: "share"))
    var smoothing = 0.0

    func validate() throws {
        if let turnedAway, !(0..<1).contains(turnedAway) {
            throw ValidationError("--turn-away must be in [0, 1); got \(turnedAway)")
        }
        guard (0..<1).contains(smoothing) else {
            throw ValidationError("--smoothing must be in [0, 1); got \(smoothing)")
        }
    }

    func training(_ options: TrainingOptions, maximumLength: Int) -> ClassifierTraining {
        var training = ClassifierTraining()
        training.options = options
        training.maximumLength = maximumLength
        training.weighting = balanced ? .balanced : .even
        training.choice = choice
        training.smoothing = smoothing
        training.outOfScope = outOfScope
        training.turnedAway = turnedAway
        if let pooling { training.pooling = pooling }
        return training
    }
}

extension ClassifierTraining.Choice: ExpressibleByArgument {}
extension FinetuneTask: ExpressibleByArgument {}
