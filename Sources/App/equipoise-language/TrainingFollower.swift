import Engine
import Foundation
import Tensor

/// Tells the progress line how a training goes, and ends the training in good order when that is wished.
struct TrainingFollower {
    let interruption: Interruption
    let progress: ProgressHandler

    /// - Throws: ``EngineError`` `training.interrupted`; the loop writes its checkpoint before it passes that on.
    func follow(_ event: TrainingEvent) throws {
        guard case .step(_, let training) = event else { return }
        let loss = training.loss.map { "loss \(String(format: "%.4f", $0))" }
        progress(JobProgress(.training, completed: training.steps, of: training.total, .steps, note: loss))
        guard interruption.isRequested else { return }
        throw EngineError(
            code: "training.interrupted", message: "the training was stopped after \(training.steps) steps",
            remedy: "with --checkpoint FILE, the same command goes on where it stopped")
    }
}
