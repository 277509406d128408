import ArgumentParser
import Foundation
import Tensor

/// How a model learns, where the command's own ways are not wanted.
struct TrainingOptionGroup: ParsableArguments {
    @Option(help: ArgumentHelp("Passes over the examples.", valueName: "number"))
    var epochs: Int?

    @Option(help: ArgumentHelp("Examples of one step.", valueName: "number"))
    var batchSize: Int?

    @Option(name: .customLong("learning-rate"), help: ArgumentHelp("The highest learning rate.", valueName: "number"))
    var rate: Double?

    @Option(help: ArgumentHelp("Epochs without a better score after which training ends.", valueName: "number"))
    var patience: Int?

    @Option(
        help: ArgumentHelp(
            "Seed of all that is drawn at random; the same seed gives the same result.", valueName: "number"))
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "File that keeps where the training is: taken up when it is there, written now and then.",
            valueName: "file"))
    var checkpoint: String?

    @Option(help: ArgumentHelp("Folder for TensorBoard's event files.", valueName: "folder"))
    var tensorboard: String?

    /// What was learned is saved: there is nothing left to go on with.
    func removeCheckpoint() {
        if let checkpoint { try? FileManager.default.removeItem(atPath: checkpoint) }
    }

    /// A command's own options with those of the command line in their place; the loop checks them.
    func applied(to options: TrainingOptions) -> TrainingOptions {
        var changed = options
        if let epochs { changed.epochs = epochs }
        if let batchSize { changed.batchSize = batchSize }
        if let rate { changed.rate = rate }
        if let patience { changed.patience = patience }
        if let seed { changed.seed = seed }
        if let checkpoint { changed.checkpoint = checkpoint }
        if let tensorboard { changed.events = tensorboard }
        return changed
    }
}
