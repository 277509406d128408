/// Which numbers learn when a pretrained encoder is tuned for a task.
///
/// All of them, or few that are added while the encoder's own stay as they are: no derivatives are taken by those, and the
/// optimiser keeps nothing for them. What stands on an encoder (a classifier, a projection) learns in any case; it is no
/// part of this choice.
///
/// | case | learns | after training |
/// | --- | --- | --- |
/// | `lowRank`, `adaptive` | a product of thin matrices beside matrices | added to those; nothing is left of it |
/// | `bottleneck` | two thin layers after each sublayer | stays, and costs a little |
/// | `prefix` | keys and values before each text's, in each layer | stays, and costs a little |
public enum Adaptation: Sendable, Equatable {
    /// All weights of the encoder.
    case full
    /// None of them: only what stands on the encoder.
    case head
    /// LoRA.
    case lowRank(LowRank)
    /// AdaLoRA; a training uses a ``RankAllocator`` beside its steps.
    case adaptive(AdaptiveRank)
    /// Adapters.
    case bottleneck(Bottleneck)
    /// Prefix tuning.
    case prefix(Prefix)

    /// Its name in files, messages and reports.
    public var name: String {
        switch self {
        case .full: "full"
        case .head: "head"
        case .lowRank: "lora"
        case .adaptive: "adalora"
        case .bottleneck: "adapters"
        case .prefix: "prefix"
        }
    }

    /// Whether it puts something into the encoder that was not there.
    var adds: Bool { self != .full && self != .head }

    static func check(_ holds: Bool, _ setting: String, _ rule: String, got value: some Any) throws {
        guard holds else {
            throw LanguageError(
                code: "adaptation.setting", message: "Adaptation.\(setting) must be \(rule); got \(value)")
        }
    }
}

/// A matrix of an encoder's layer.
public enum EncoderProjection: String, Sendable, CaseIterable, Comparable {
    case query, key, value
    /// What joins the heads of attention.
    case output
    /// The first layer of the feed-forward part.
    case inner
    /// The second.
    case outer

    /// The projection of this name.
    ///
    /// - Throws: `LanguageError` `adaptation.setting` when there is none.
    public init(named name: String) throws {
        let names = Self.allCases.map(\.rawValue).joined(separator: ", ")
        guard let projection = Self(rawValue: name) else {
            throw LanguageError(
                code: "adaptation.setting", message: "an encoder's layer has no projection '\(name)'",
                remedy: "Its projections are \(names).")
        }
        self = projection
    }

    public static func < (left: EncoderProjection, right: EncoderProjection) -> Bool {
        left.place < right.place
    }

    private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// Where it stands in a layer.
    var path: WritableKeyPath<EncoderLayer, any Projection> {
        switch self {
        case .query: \.query
        case .key: \.key
        case .value: \.value
        case .output: \.output
        case .inner: \.inner
        case .outer: \.outer
        }
    }

    /// What Hugging Face calls it within a layer.
    func name(in names: EncoderNames) -> String {
        switch self {
        case .query: names.query
        case .key: names.key
        case .value: names.value
        case .output: names.output
        case .inner: names.inner
        case .outer: names.outer
        }
    }

    /// The smaller side of its matrix.
    func side(in configuration: EncoderConfiguration) -> Int {
        switch self {
        case .query, .key, .value, .output: configuration.width
        case .inner, .outer: min(configuration.width, configuration.innerWidth)
        }
    }
}
