public import Foundation
public import Tensor

extension TransformerEncoder {
    static let weightsName = "model.safetensors"

    /// The encoder of a Hugging Face folder: `config.json` and `model.safetensors`; with the adapters or the prefix that
    /// ``save(to:)`` put beside them. A head that stands on it is left where it is.
    ///
    /// - Throws: `LanguageError` as ``EncoderConfiguration/init(folder:)``, and `encoder.file` without weights; `TensorError`
    ///   `weights...` when the weights are damaged, incomplete or of other shapes than the configuration says.
    public init(folder: URL, on device: Device = .cpu) throws {
        let configuration = try EncoderConfiguration(folder: folder)
        try Self.checkForm(of: folder)
        let file = try Self.weights(of: folder)
        var blank = configuration
        blank.deviation = 0
        var generator = SystemRandomNumberGenerator()
        try self.init(blank, using: &generator, on: device)
        self.configuration = configuration
        try load(from: file)
        try loadAdapters(from: folder)
    }

    /// The open weights of a folder.
    static func weights(of folder: URL) throws -> WeightFile {
        let names = [weightsName, quantisedName].map { folder.appending(path: $0) }
        guard let url = names.first(where: { FileManager.default.fileExists(atPath: $0.path) }) else {
            let other = ["pytorch_model.bin", "\(weightsName).index.json"].first {
                FileManager.default.fileExists(atPath: folder.appending(path: $0).path)
            }
            throw LanguageError(
                code: "encoder.file",
                message: "the folder '\(folder.lastPathComponent)' has no \(weightsName)"
                    + (other.map { ", only \($0)" } ?? ""),
                remedy: "Save the model with Python's `save_pretrained(folder, safe_serialization=True)`, in one file.")
        }
        return try WeightFile(path: url.path)
    }

    /// Takes the weights over from a file in which names may have the prefix of their family, as under a head.
    ///
    /// Those of an encoder in whole numbers make it one.
    mutating func load(from file: WeightFile) throws {
        let prefixes = ["", "\(configuration.family.rawValue)."]
        let prefix = prefixes.first { file.contains("\($0)embeddings.word_embeddings.weight") } ?? ""
        if file.contains("\(prefix)\(Self.wordTable)_scale") { return try loadQuantised(from: file, prefix) }
        try file.load(into: plainParameters) { Self.stored(prefix + $0, in: file) }
    }

    /// The name that a file has for a parameter: the first checkpoints of BERT called those of a norm otherwise.
    static func stored(_ name: String, in file: WeightFile) -> String {
        guard name.contains("LayerNorm"), !file.contains(name) else { return name }
        return name.replacing("LayerNorm.weight", with: "LayerNorm.gamma")
            .replacing("LayerNorm.bias", with: "LayerNorm.beta")
    }

    /// Writes `config.json` and `model.safetensors`, which Python's `AutoModel` reads as this model: unless it has heads
    /// pruned, which `transformers` reads before version 5 only, or is in whole numbers, which are put into a file of another
    /// name so that they are not taken for weights.
    ///
    /// What can be merged is (``merged()``). Adapters and a prefix cannot: they are written beside, and Python reads the model
    /// without them. Each file appears whole or not at all.
    public func save(to folder: URL) throws {
        let architecture =
            switch configuration.family {
            case .bert: "BertModel"
            case .roberta: "RobertaModel"
            case .distilbert: "DistilBertModel"
            }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try saveWeights(to: folder)
        let text = configurationText(architecture: architecture)
        try Data(text.utf8).write(to: folder.appending(path: EncoderConfiguration.fileName), options: .atomic)
    }

    /// Writes the weights of the encoder as it serves and, in the same file, of what stands on it; what cannot be merged beside.
    ///
    /// - Parameter prefix: before the names of the encoder's, as they are under a head.
    func saveWeights(under prefix: String? = nil, head: [NamedTensor] = [], to folder: URL) throws {
        let merged = try merged()
        let own = try merged.storedParameters().map { named in
            NamedTensor(name: prefix.map { "\($0).\(named.name)" } ?? named.name, tensor: named.tensor)
        }
        try Self.forgetAdapters(in: folder)
        let (name, other) =
            isQuantised ? (Self.quantisedName, Self.weightsName) : (Self.weightsName, Self.quantisedName)
        try WeightFile.write(own + head, metadata: ["format": "pt"], to: folder.appending(path: name).path)
        let former = folder.appending(path: other)
        if FileManager.default.fileExists(atPath: former.path) { try FileManager.default.removeItem(at: former) }
        try merged.saveAdapters(to: folder)
    }
}
