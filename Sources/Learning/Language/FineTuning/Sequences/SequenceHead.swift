public import Tensor

/// What turns a text's vector into answers: a layer, a bend, and a layer with one output for each class (or one number).
///
/// It is the head that `transformers` puts on each family for `...ForSequenceClassification`, under the same names.
public struct SequenceHead: Module {
    public var dense: LinearLayer
    public var output: LinearLayer
    let family: EncoderConfiguration.Family
    let dropout: Dropout

    /// With weights drawn anew.
    ///
    /// - Throws: `TensorError` `parameter` without outputs.
    public init(
        outputs: Int, on configuration: EncoderConfiguration, using generator: inout some RandomNumberGenerator,
        device: Device = .cpu
    ) throws {
        family = configuration.family
        dense = try LinearLayer(
            inputs: configuration.width, outputs: configuration.width, deviation: configuration.deviation,
            using: &generator, on: device)
        output = try LinearLayer(
            inputs: configuration.width, outputs: outputs, deviation: configuration.deviation, using: &generator,
            on: device)
        dropout = try Dropout(family == .distilbert ? Self.distilledDropout : configuration.dropout)
    }

    /// What DistilBERT's classifier drops where its configuration does not say.
    static let distilledDropout = 0.2

    public var outputs: Int { output.weight.extent(0) }

    /// [texts, width] to [texts, outputs].
    public func callAsFunction(_ vectors: Tensor, training: Bool) throws -> Tensor {
        let bent =
            switch family {
            case .bert: try dense(vectors).tanh()
            case .roberta: try dense(dropout(vectors, training: training)).tanh()
            case .distilbert: try dense(vectors).relu()
            }
        return try output(dropout(bent, training: training))
    }

    public var parameters: [NamedTensor] {
        let names = Self.names(family)
        return dense.parameters(under: names.dense) + output.parameters(under: names.output)
    }

    /// The array whose rows are the outputs.
    static func outputName(_ family: EncoderConfiguration.Family) -> String { "\(names(family).output).weight" }

    private static func names(_ family: EncoderConfiguration.Family) -> (dense: String, output: String) {
        switch family {
        case .bert: ("bert.pooler.dense", "classifier")
        case .roberta: ("classifier.dense", "classifier.out_proj")
        case .distilbert: ("pre_classifier", "classifier")
        }
    }
}
