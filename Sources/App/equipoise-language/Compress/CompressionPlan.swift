import ArgumentParser
import Commerce
import Language

/// What of a model is to go, in the order in which it goes.
struct CompressionPlan: ParsableArguments {
    @Option(
        help: ArgumentHelp("Layers that a student keeps, which then learns from the whole model.", valueName: "number"))
    var layers: Int?

    @Option(
        help: ArgumentHelp(
            "Share of heads and inner numbers to take out, the least important first; what is left learns again.",
            valueName: "share"))
    var prune: Double?

    @Option(help: ArgumentHelp("Share of the weights of each matrix to set to 0, the smallest.", valueName: "share"))
    var zero: Double?

    @Flag(help: "Weights in whole numbers of eight bits. What is done when nothing else is named.")
    var int8 = false

    @Flag(name: .customLong("no-teaching"), help: "A student, or what pruning left, stays as it is.")
    var isUntaught = false

    func validate() throws {
        if let layers, layers < 1 { throw ValidationError("--layers must be at least 1; got \(layers)") }
        for (name, share) in [("--prune", prune), ("--zero", zero)] {
            if let share, !(share > 0 && share < 1) {
                throw ValidationError("\(name) must lie between 0 and 1; got \(share)")
            }
        }
    }

    /// Whether the model gets another shape, and has to learn in it.
    var reshapes: Bool { layers != nil || prune != nil }

    var roundsWeights: Bool { int8 || (!reshapes && zero == nil) }

    /// The new shape in words.
    func shape(in language: Commerce.Language) -> String {
        let isChinese = language == .chinese
        var words: [String] = []
        if let layers { words.append(isChinese ? "\(layers) 层" : "\(layers) layers") }
        if let prune {
            let share = Self.percent(prune)
            words.append(isChinese ? "剪去 \(share)" : "\(share) pruned")
        }
        return words.joined(separator: isChinese ? "，" : ", ")
    }

    static func percent(_ share: Double) -> String { "\(Int((100 * share).rounded())) %" }

    /// The encoder in its new shape.
    ///
    /// - Parameter batches: texts that tell which parts matter.
    func reshaped(_ encoder: TransformerEncoder, batches: () throws -> [TokenBatch]) throws -> TransformerEncoder {
        var result = encoder
        if let layers { result = try result.student(layers: layers) }
        if let prune {
            result = try result.pruned(
                Pruning(heads: prune, neurons: prune), by: result.importance(of: batches()))
        }
        return result
    }
}
