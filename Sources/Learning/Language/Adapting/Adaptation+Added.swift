extension Adaptation {
    /// Adapters (Houlsby et al., "Parameter-efficient transfer learning for NLP", 2019): `x + up(f(down(x)))` with few numbers
    /// in between, where a sublayer's result is about to be added to what came in. `up` begins as 0, and the adapter as the
    /// identity.
    public struct Bottleneck: Sendable, Equatable {
        /// Numbers in between.
        public let width: Int
        /// Whether adapters stand after attention too, as Houlsby et al. have them, and not after the feed-forward part alone
        /// (Pfeiffer et al., "AdapterFusion", 2021).
        public let afterAttention: Bool
        public let activation: EncoderConfiguration.Activation

        /// - Throws: `LanguageError` `adaptation.setting`.
        public init(
            width: Int = 32, afterAttention: Bool = false, activation: EncoderConfiguration.Activation = .gelu
        ) throws {
            self.width = width
            self.afterAttention = afterAttention
            self.activation = activation
            try check(width > 0, "Bottleneck.width", "at least 1", got: width)
        }
    }

    /// Prefix tuning (Li and Liang, "Prefix-tuning", 2021): in each layer, every text's tokens look at learned keys and values
    /// beside those of the text.
    public struct Prefix: Sendable, Equatable {
        /// Keys and values in each layer.
        public let length: Int
        /// Numbers inside the network that the prefix is computed by while training, which makes it steadier and larger (the
        /// article's section 4.3); nil learns the prefix itself, which begins as the keys and values of words drawn at random
        /// (section 7.4). ``TransformerEncoder/merged()`` folds the network away.
        public let hidden: Int?

        /// - Throws: `LanguageError` `adaptation.setting`.
        public init(length: Int = 16, hidden: Int? = nil) throws {
            self.length = length
            self.hidden = hidden
            try check(length > 0, "Prefix.length", "at least 1", got: length)
            try check(hidden ?? 1 > 0, "Prefix.hidden", "at least 1", got: hidden ?? 1)
        }
    }

    /// Checks the settings against an encoder's shape.
    ///
    /// - Throws: `LanguageError` `adaptation.setting`.
    func check(for configuration: EncoderConfiguration) throws {
        func checkRank(_ rank: Int, _ setting: String, _ projections: Set<EncoderProjection>) throws {
            for projection in projections.sorted() {
                let side = projection.side(in: configuration)
                try Self.check(
                    rank <= side, setting, "at most \(side), the smaller side of '\(projection.rawValue)'", got: rank)
            }
        }
        switch self {
        case .full, .head: break
        case .lowRank(let settings): try checkRank(settings.rank, "LowRank.rank", settings.projections)
        case .adaptive(let settings):
            try checkRank(settings.initial, "AdaptiveRank.initial", settings.projections)
        case .bottleneck(let settings):
            let width = configuration.width
            try Self.check(
                settings.width <= width, "Bottleneck.width", "at most the encoder's \(width)", got: settings.width)
        case .prefix(let settings):
            let most = configuration.maximumLength
            try Self.check(
                settings.length <= most, "Prefix.length", "at most the encoder's \(most) positions",
                got: settings.length)
        }
    }
}
