import Foundation

/// Where a training is between its steps: its epochs so far and the weights of the best.
struct TrainingCourse {
    let trainer: Trainer
    let fingerprint: String
    private(set) var epochs: [EpochReport] = []
    /// Copies of what learns, as it was after the best epoch; empty without validation.
    private let best: [NamedTensor]
    /// What others change from step to step.
    private let state: [NamedTensor]
    private var losses = 0.0
    private var steps = 0

    init(trainer: Trainer, fingerprint: String, keepsBest: Bool, state: [NamedTensor]) throws {
        self.trainer = trainer
        self.fingerprint = fingerprint
        self.state = state.map { NamedTensor(name: "state.\($0.name)", tensor: $0.tensor) }
        best =
            try keepsBest
            ? trainer.optimiser.parameters.map {
                NamedTensor(name: "best.\($0.name)", tensor: try $0.tensor.detached().clone())
            } : []
    }

    var epochsSinceBest: Int {
        epochs.count - 1 - (epochs.lastIndex { $0.isBest } ?? epochs.count - 1)
    }

    mutating func add(_ loss: Double) {
        losses += loss
        steps += 1
    }

    /// Closes an epoch, and keeps the weights when they are the best so far.
    ///
    /// - Throws: `training.score` when validation gives no number.
    mutating func finishEpoch(_ number: Int, _ validation: ValidationScore?) throws -> EpochReport {
        if let score = validation?.score, !score.isFinite {
            throw TensorError(
                code: "training.score", message: "validation after epoch \(number) gave \(score)",
                remedy: "check the validation examples; every class that is measured must occur in them")
        }
        let former = epochs.compactMap(\.score).max()
        let isBest = validation.map { $0.score > former ?? -.infinity } ?? false
        if isBest { for (kept, now) in zip(best, trainer.optimiser.parameters) { try kept.tensor.copy(now.tensor) } }
        let report = EpochReport(
            epoch: number, loss: losses / Double(max(1, steps)), score: validation?.score,
            measures: validation?.measures ?? [:], isBest: isBest)
        epochs.append(report)
        (losses, steps) = (0, 0)
        return report
    }

    /// Gives the parameters the weights of the best epoch.
    func takeBest() throws {
        guard epochs.contains(where: \.isBest) else { return }
        for (kept, now) in zip(best, trainer.optimiser.parameters) { try now.tensor.copy(kept.tensor) }
    }

    // MARK: - Checkpoints

    private struct Notes: Codable {
        var training: String
        var epochs: [EpochReport]
        var losses: Double
        var steps: Int
    }

    /// Writes everything that the rest of the training depends on; nothing without a path.
    func save(to path: String?) throws {
        guard let path else { return }
        let notes = Notes(training: fingerprint, epochs: epochs, losses: losses, steps: steps)
        let text = String(decoding: try JSONEncoder().encode(notes), as: UTF8.self)
        try trainer.save(to: path, frozen: best + state, notes: ["course": text])
    }

    /// Takes up the checkpoint at a path, if there is one.
    ///
    /// - Returns: the steps done by then.
    /// - Throws: `checkpoint.training` when it is another training's, with nothing changed.
    mutating func resume(from path: String) throws -> Int? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let text = try WeightFile(path: path).metadata["note.course"] ?? ""
        guard let notes = try? JSONDecoder().decode(Notes.self, from: Data(text.utf8)) else {
            throw TensorError(
                code: "checkpoint.format", message: "\(path) is no checkpoint of such a training",
                remedy: "name another file")
        }
        guard notes.training == fingerprint else {
            throw TensorError(
                code: "checkpoint.training",
                message: "\(path) is the checkpoint of another training: \(notes.training), not \(fingerprint)",
                remedy: "use its settings and data to go on with it, or remove it to begin anew")
        }
        _ = try trainer.restore(from: path, frozen: best + state)
        (epochs, losses, steps) = (notes.epochs, notes.losses, notes.steps)
        return trainer.steps
    }
}
