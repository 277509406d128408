/// Stopping and going on: weights, moments, the step and the random state in one safetensors file.
extension Trainer {
    private static let format = "equipoise training 1"

    /// Saves everything that the next step depends on, except the data; the file appears whole or not at all.
    ///
    /// - Parameters:
    ///   - frozen: tensors beside the optimiser's parameters that belong to the model.
    ///   - notes: what else the caller needs to go on: the seed and place of its shuffling, the best loss.
    public func save(
        to path: String, frozen: [NamedTensor] = [], notes: [String: String] = [:]
    ) throws {
        let device = optimiser.parameters.first?.tensor.device ?? .cpu
        var tensors = (optimiser.parameters + frozen).map { NamedTensor(name: "model.\($0.name)", tensor: $0.tensor) }
        tensors += optimiser.state.map { NamedTensor(name: "optimiser.\($0.name)", tensor: $0.tensor) }
        tensors.append(NamedTensor(name: "random", tensor: try Randomness.state(of: device)))
        var metadata = Dictionary(uniqueKeysWithValues: notes.map { ("note.\($0)", $1) })
        metadata["format"] = Self.format
        metadata["step"] = String(steps)
        metadata["device"] = device == .cpu ? "cpu" : "cuda"
        try WeightFile.write(tensors, metadata: metadata, to: path)
    }

    /// Takes up what `save` left: on the processor the next losses are the same, bit for bit.
    ///
    /// - Returns: the notes.
    /// - Throws: `checkpoint.format` for another kind of file; what `WeightFile` throws for a damaged or alien one.
    public func restore(from path: String, frozen: [NamedTensor] = []) throws -> [String: String] {
        let file = try WeightFile(path: path)
        guard file.metadata["format"] == Self.format, let step = file.metadata["step"].flatMap({ Int($0) }), step >= 0
        else {
            throw TensorError(
                code: "checkpoint.format", message: "\(path) is no checkpoint of a training",
                remedy: "weights alone are read as a model, not as a training to go on with")
        }
        try file.load(into: optimiser.parameters + frozen) { "model.\($0)" }
        try optimiser.restore(from: file, prefix: "optimiser.")
        let device = optimiser.parameters.first?.tensor.device ?? .cpu
        // The state of a GPU's generator means nothing to the processor's, nor the other way round.
        if file.metadata["device"] == (device == .cpu ? "cpu" : "cuda") {
            try Randomness.restore(file.tensor("random"), on: device)
        }
        steps = step
        return Dictionary(
            uniqueKeysWithValues: file.metadata.compactMap { key, value in
                key.hasPrefix("note.") ? (String(key.dropFirst(5)), value) : nil
            })
    }
}
