import ArgumentParser
import Commerce
import Engine
import Language

/// Which of an encoder's numbers learn.
struct AdaptationOption: ParsableArguments {
    private static let names = ["full", "head", "lora", "adalora", "adapters", "prefix"]

    @Option(
        help: ArgumentHelp(
            "What learns beside the head: full, head (nothing), lora, adalora, adapters or prefix.", valueName: "name"))
    var adaptation = "full"

    @Option(
        help: ArgumentHelp(
            "Ranks of lora (8) and adalora (8), numbers inside adapters (32), length of the prefix (16).",
            valueName: "number"))
    var rank: Int?

    @Flag(help: "lora and adalora beside all matrices, not query and value alone.")
    var allMatrices = false

    /// - Throws: ``EngineError`` `adaptation.unknown`; `LanguageError` `adaptation.setting`.
    func chosen() throws -> Adaptation {
        let all = Set(EncoderProjection.allCases)
        switch adaptation {
        case "full": return .full
        case "head": return .head
        case "lora":
            return try .lowRank(
                Adaptation.LowRank(rank: rank ?? 8, projections: allMatrices ? all : [.query, .value]))
        case "adalora":
            let target = rank ?? 8
            return try .adaptive(Adaptation.AdaptiveRank(initial: target + (target + 1) / 2, target: target))
        case "adapters": return try .bottleneck(Adaptation.Bottleneck(width: rank ?? 32))
        case "prefix": return try .prefix(Adaptation.Prefix(length: rank ?? 16))
        default:
            throw EngineError(
                code: "adaptation.unknown", message: "there is no adaptation '\(adaptation)'",
                remedy: "choose one of \(Self.names.joined(separator: ", "))")
        }
    }

    /// An encoder in which only that learns.
    func applied(to encoder: TransformerEncoder, seed: UInt64) throws -> TransformerEncoder {
        var encoder = encoder
        var generator = SeededGenerator(seed: seed)
        try encoder.adapt(by: chosen(), using: &generator)
        return encoder
    }

    /// Few numbers want a higher rate than many, and wide encoders a lower one than narrow ones.
    func rate(for encoder: TransformerEncoder) throws -> Double {
        switch try chosen() {
        case .full: encoder.configuration.width <= 400 ? 3e-4 : 5e-5
        default: 2e-3
        }
    }
}
