public import Foundation
import Tensor

/// LoRA beside the weights it was learned for, in the files of Python's `peft`.
extension TransformerEncoder {
    private static let peftSettings = "adapter_config.json"
    private static let peftWeights = "adapter_model.safetensors"
    private static let peftStem = "base_model.model."

    /// Writes a LoRA that is not merged, and biases if they learned, as `PeftModel.from_pretrained` reads them.
    ///
    /// - Parameters:
    ///   - base: the name or folder of the pretrained model, which `peft` may look up.
    ///   - underHead: whether Python will hang it under a model with a head, such as `BertForSequenceClassification`.
    /// - Throws: `LanguageError` `adaptation.kind` for another adaptation.
    public func savePEFT(to folder: URL, base: String? = nil, underHead: Bool = false) throws {
        guard case .lowRank(let settings) = adaptation else {
            throw LanguageError(
                code: "adaptation.kind", message: "the encoder has the adaptation '\(adaptation.name)', not 'lora'",
                remedy: "Only LoRA is written for peft; `save(to:)` writes the whole encoder.")
        }
        let stem = Self.peftStem + (underHead ? "\(configuration.family.rawValue)." : "")
        let low = lowRankProjections
        var tensors = low.flatMap { named in named.projection.added.map { ("\(named.name).\($0.name)", $0.tensor) } }
        if learnsBiases {
            let wrapped = Set(low.map { "\($0.name).bias" })
            tensors += plainParameters.filter { $0.name.hasSuffix("bias") }.map { named in
                (wrapped.contains(named.name) ? Self.wrappedBias(named.name) : named.name, named.tensor)
            }
        }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try WeightFile.write(
            tensors.map { NamedTensor(name: stem + $0.0, tensor: $0.1) }, metadata: ["format": "pt"],
            to: folder.appending(path: Self.peftWeights).path)
        let members = [
            ("peft_type", JSONText.quoted("LORA")), ("task_type", "null"),
            ("base_model_name_or_path", base.map(JSONText.quoted) ?? "null"), ("r", "\(settings.rank)"),
            ("lora_alpha", JSONText.number(settings.alpha).integer.map(String.init) ?? "\(settings.alpha)"),
            ("lora_dropout", "\(settings.dropout)"), ("use_rslora", "\(settings.scalesByRoot)"),
            // By their whole names: "output.dense" alone would name two matrices of a layer.
            ("target_modules", "[\(low.map { JSONText.quoted($0.name) }.joined(separator: ", "))]"),
            ("bias", JSONText.quoted(learnsBiases ? "all" : "none")), ("fan_in_fan_out", "false"),
            ("inference_mode", "true"),
        ]
        let lines = members.map { "  \(JSONText.quoted($0.0)): \($0.1)" }.joined(separator: ",\n")
        try Data("{\n\(lines)\n}\n".utf8).write(to: folder.appending(path: Self.peftSettings), options: .atomic)
    }

    /// Takes on a LoRA that `peft`, or ``savePEFT(to:base:underHead:)``, has written. What it holds for a head is left where it
    /// is. Biases that learned with it are written over the encoder's own.
    ///
    /// - Throws: `LanguageError` `adaptation.file` for files that are missing, damaged, or of another method or variant;
    ///   otherwise as ``adapt(by:biases:using:)``, and `TensorError` `weights...`. Nothing has then changed.
    public mutating func loadPEFT(from folder: URL) throws {
        guard let json = try TokenizerFiles.json(Self.peftSettings, in: folder) else {
            throw Self.peftError("the folder '\(folder.lastPathComponent)' has no \(Self.peftSettings)")
        }
        let file = try WeightFile(path: folder.appending(path: Self.peftWeights).path)
        let stored = try storedNames(of: file)
        let names = EncoderNames(configuration.family)
        let projections = EncoderProjection.allCases.filter { projection in
            stored.keys.contains("\(names.layers).0.\(projection.name(in: names)).lora_A.weight")
        }
        guard !projections.isEmpty else {
            throw Self.peftError("\(Self.peftWeights) has no low ranks for matrices of this encoder's layers")
        }
        var adapted = self
        var generator = SystemRandomNumberGenerator()
        let settings = try Self.settings(json, Set(projections))
        let isLearning = plainParameters.map(\.tensor.requiresGradient)
        do {
            let biases = plainParameters.filter { stored.keys.contains($0.name) }
            try adapted.adapt(by: .lowRank(settings), biases: !biases.isEmpty, using: &generator)
            let expected = adapted.adaptationParameters + biases
            if let stranger = Set(stored.keys).subtracting(expected.map(\.name)).sorted().first {
                throw Self.peftError("\(Self.peftWeights) has '\(stranger)', which has no place in this encoder")
            }
            try file.load(into: expected) { stored[$0] ?? $0 }
        } catch {
            for (parameter, learns) in zip(plainParameters, isLearning) {
                try parameter.tensor.requiringGradient(learns)
            }
            throw error
        }
        self = adapted
    }

    /// By the names of this encoder's parameters, those in a file of `peft`; heads are left out.
    private func storedNames(of file: WeightFile) throws -> [String: String] {
        let family = "\(configuration.family.rawValue)."
        var stored: [String: String] = [:]
        for name in file.names {
            guard name.hasPrefix(Self.peftStem) else { throw Self.peftError("'\(name)' is no name of peft's") }
            var own = String(name.dropFirst(Self.peftStem.count))
            if own.hasPrefix(family) { own.removeFirst(family.count) }
            let stem = EncoderNames(configuration.family).layers
            guard own.hasPrefix("embeddings.") || own.hasPrefix("\(stem).") else { continue }
            stored[own.replacing(".base_layer.", with: ".")] = name
        }
        return stored
    }

    /// "a.b.bias" to "a.b.base_layer.bias".
    private static func wrappedBias(_ name: String) -> String { name.dropLast(4) + "base_layer.bias" }

    private static func settings(
        _ json: JSONText, _ projections: Set<EncoderProjection>
    ) throws -> Adaptation.LowRank {
        guard json["peft_type"]?.string == "LORA" else {
            throw peftError("\(peftSettings) tells of the method '\(json["peft_type"]?.string ?? "nothing")'")
        }
        for name in ["use_dora", "use_bdlora", "use_qalora", "fan_in_fan_out", "lora_bias"]
        where json[name]?.bool == true {
            throw peftError("\(peftSettings): '\(name)' is not supported")
        }
        for name in ["rank_pattern", "alpha_pattern"] where json[name]?.object?.isEmpty == false {
            throw peftError("\(peftSettings): '\(name)' gives matrices settings of their own, which is not supported")
        }
        // These begin by changing the matrix that the product stands beside.
        if let start = json["init_lora_weights"]?.string, !["gaussian", "eva", "orthogonal"].contains(start) {
            throw peftError("\(peftSettings): a start by '\(start)' changes the pretrained weights")
        }
        guard let rank = json["r"]?.integer, case .number(let alpha) = json["lora_alpha"] else {
            throw peftError("\(peftSettings): 'r' and 'lora_alpha' must be numbers")
        }
        var dropout = 0.0
        if case .number(let number) = json["lora_dropout"] { dropout = number }
        return try Adaptation.LowRank(
            rank: rank, alpha: alpha, dropout: dropout, projections: projections,
            scalesByRoot: json["use_rslora"]?.bool ?? false)
    }

    private static func peftError(_ message: String) -> LanguageError {
        LanguageError(
            code: "adaptation.file", message: message,
            remedy:
                "Give the folder that peft's `save_pretrained` wrote for a LoRA of this encoder, or merge it in Python "
                + "(`merge_and_unload`) and load the whole model.")
    }
}
