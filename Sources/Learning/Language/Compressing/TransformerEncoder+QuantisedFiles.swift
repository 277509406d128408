import Foundation
import Tensor

extension TransformerEncoder {
    /// What takes the place of `model.safetensors`, which Python would take for weights.
    static let quantisedName = "model.int8.safetensors"

    static let wordTable = "embeddings.word_embeddings.weight"

    /// The parameters as files hold them: in whole numbers, the table of words is too.
    func storedParameters() throws -> [NamedTensor] {
        guard isQuantised else { return plainParameters }
        return try plainParameters.flatMap { parameter in
            guard parameter.name == Self.wordTable else { return [parameter] }
            let rounding = try Rounding(parameter.tensor.detached())
            return [
                NamedTensor(name: parameter.name, tensor: rounding.codes),
                NamedTensor(name: "\(parameter.name)_scale", tensor: rounding.scale),
            ]
        }
    }

    /// The text of its `config.json`. Of an encoder in whole numbers it says so, for readers of other
    /// makers.
    ///
    /// - Parameter more: further members, by name, as JSON.
    func configurationText(architecture: String, more: [(name: String, value: String)] = []) -> String {
        let form = isQuantised ? [(Self.member, "{\"quant_method\": \"\(Self.method)\", \"bits\": 8}")] : []
        return configuration.json(architecture: architecture, more: more + form)
    }

    private static let member = "quantization_config"
    private static let method = "equipoise-int8"

    /// - Throws: `LanguageError` `encoder.architecture` for weights in a form of another library.
    static func checkForm(of folder: URL) throws {
        let json = try TokenizerFiles.json(EncoderConfiguration.fileName, in: folder)
        guard let declared = json?[member], !declared.isNull, declared["quant_method"]?.string != method else { return }
        throw LanguageError(
            code: "encoder.architecture",
            message: "\(EncoderConfiguration.fileName) tells of weights in the form "
                + "'\(declared["quant_method"]?.string ?? "unknown")'",
            remedy: "Use the model as it was before; `quantised()` makes one in whole numbers of it.")
    }

    /// Takes over weights in whole numbers, and becomes an encoder of such.
    ///
    /// - Throws: `LanguageError` `compress.file` for a matrix that is not in whole numbers; as `WeightFile.read`.
    mutating func loadQuantised(from file: WeightFile, _ prefix: String) throws {
        let stem = "\(prefix)\(EncoderNames(configuration.family).layers)"
        for place in layers.indices {
            for projection in EncoderProjection.allCases {
                let (name, path) = (projection.name(in: layers[place].names), projection.path)
                guard let plain = layers[place][keyPath: path] as? LinearLayer else { continue }
                layers[place][keyPath: path] = try Self.projection("\(stem).\(place).\(name)", of: file, like: plain)
            }
        }
        let words = try Self.rounding("\(prefix)\(Self.wordTable)", of: file, like: embeddings.words.weight)
        try embeddings.words.weight.copy(words.values)
        try file.load(into: plainParameters.filter { $0.name != Self.wordTable }) { prefix + $0 }
    }

    private static func projection(_ name: String, of file: WeightFile, like layer: LinearLayer) throws
        -> QuantisedLinear
    {
        let rounding = try rounding("\(name).weight", of: file, like: layer.weight)
        if let bias = layer.bias { try file.read("\(name).bias", into: bias) }
        return try QuantisedLinear(codes: rounding.codes, scale: rounding.scale, bias: layer.bias)
    }

    private static func rounding(_ name: String, of file: WeightFile, like weight: Tensor) throws -> Rounding {
        let rows = weight.extent(0)
        let (codes, scale) = (try file.tensor(name), try file.tensor("\(name)_scale"))
        guard codes.element == .int8, codes.shape == weight.shape, scale.element == .float32, scale.shape == [rows]
        else {
            throw LanguageError(
                code: "compress.file",
                message: "'\(name)' is \(codes), with scales \(scale); the model has bytes of \(weight.shape)",
                remedy: "The file is not one that a quantised model was saved to, or that of another; save it again.")
        }
        return Rounding(codes: codes, scale: scale)
    }
}
