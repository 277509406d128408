import Engine
import Language

/// The texts of a compression: some to learn from, some to choose the best epoch by, some to measure with.
struct CompressionTexts {
    var train: LabelledTexts
    var validation: LabelledTexts
    var test: LabelledTexts

    /// No more are measured with: timing them takes a while.
    private static let measured = 1000.0

    /// - Throws: ``EngineError`` `texts.few` with less than ten.
    init(_ all: LabelledTexts, file: String, seed: UInt64) throws {
        guard all.count >= 10 else {
            throw EngineError(
                code: "texts.few", message: "\(file) has \(all.count) texts", remedy: "compression needs ten or more")
        }
        let rest: LabelledTexts
        (rest, test) = all.split(share: min(0.2, Self.measured / Double(all.count)), seed: seed)
        (train, validation) = rest.split(share: min(0.1, Self.measured / Double(rest.count)), seed: seed)
        guard test.count > 0, validation.count > 0 else {
            throw EngineError(
                code: "texts.few", message: "\(file) has no label with three texts",
                remedy: "give more texts of each label, or leave --label out")
        }
    }
}
