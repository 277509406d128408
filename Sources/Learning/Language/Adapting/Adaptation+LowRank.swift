extension Adaptation {
    /// LoRA (Hu et al., "LoRA: Low-rank adaptation of large language models", 2021, section 4.1): beside a matrix W stands
    /// `scale · B A` with A [rank, inputs] and B [outputs, rank]; A is drawn at random and B begins as 0.
    public struct LowRank: Sendable, Equatable {
        public let rank: Int
        public let alpha: Double
        /// Of the vectors that A is multiplied by, while training.
        public let dropout: Double
        public let projections: Set<EncoderProjection>
        /// Whether the scale is `alpha / sqrt(rank)` (Kalajdzievski, "A rank stabilization scaling factor", 2023) and not
        /// `alpha / rank`: then larger ranks learn as fast as small ones.
        public let scalesByRoot: Bool

        /// - Parameter alpha: twice the rank unless given.
        /// - Throws: `LanguageError` `adaptation.setting`.
        public init(
            rank: Int = 8, alpha: Double? = nil, dropout: Double = 0.05,
            projections: Set<EncoderProjection> = [.query, .value], scalesByRoot: Bool = false
        ) throws {
            self.rank = rank
            self.alpha = alpha ?? Double(2 * rank)
            self.dropout = dropout
            self.projections = projections
            self.scalesByRoot = scalesByRoot
            try check(rank > 0, "LowRank.rank", "at least 1", got: rank)
            try check(self.alpha > 0 && self.alpha.isFinite, "LowRank.alpha", "positive", got: self.alpha)
            try check((0..<1).contains(dropout), "LowRank.dropout", "in [0, 1)", got: dropout)
            try check(!projections.isEmpty, "LowRank.projections", "at least one", got: "none")
        }

        /// What the product is multiplied by.
        public var scale: Double { alpha / (scalesByRoot ? Double(rank).squareRoot() : Double(rank)) }
    }

    /// AdaLoRA (Zhang et al., "Adaptive budget allocation for parameter-efficient fine-tuning", 2023): beside a matrix stands
    /// `scale · P diag(λ) Q` with orthogonal P and Q. Training begins with more ranks than are wanted, sets the least important
    /// λ of all matrices to 0, and so gives each matrix the rank that it needs.
    public struct AdaptiveRank: Sendable, Equatable {
        /// Of each matrix at first.
        public let initial: Int
        /// Of a matrix at the end, on average.
        public let target: Int
        public let alpha: Double
        public let dropout: Double
        public let projections: Set<EncoderProjection>
        /// γ: the weight in the loss of `|PᵀP - I|² + |QQᵀ - I|²`, summed over matrices.
        public let penalty: Double
        /// β₁ and β₂: how much of a sensitivity and of its uncertainty is kept from step to step.
        public let sensitivity, uncertainty: Double
        /// The share of all steps before the first rank is taken away.
        public let warmUp: Double
        /// The share of all steps after the last.
        public let settled: Double
        /// Steps from one taking away to the next.
        public let interval: Int

        /// - Parameter alpha: twice the target rank unless given; the scale is `alpha / initial`.
        /// - Throws: `LanguageError` `adaptation.setting`.
        public init(
            initial: Int = 12, target: Int = 8, alpha: Double? = nil, dropout: Double = 0.05,
            projections: Set<EncoderProjection> = Set(EncoderProjection.allCases), penalty: Double = 0.1,
            sensitivity: Double = 0.85, uncertainty: Double = 0.85, warmUp: Double = 0.1, settled: Double = 0.3,
            interval: Int = 10
        ) throws {
            self.initial = initial
            self.target = target
            self.alpha = alpha ?? Double(2 * target)
            self.dropout = dropout
            self.projections = projections
            self.penalty = penalty
            self.sensitivity = sensitivity
            self.uncertainty = uncertainty
            self.warmUp = warmUp
            self.settled = settled
            self.interval = interval
            try check(target > 0, "AdaptiveRank.target", "at least 1", got: target)
            try check(initial >= target, "AdaptiveRank.initial", "at least the target \(target)", got: initial)
            try check(self.alpha > 0 && self.alpha.isFinite, "AdaptiveRank.alpha", "positive", got: self.alpha)
            try check((0..<1).contains(dropout), "AdaptiveRank.dropout", "in [0, 1)", got: dropout)
            try check(!projections.isEmpty, "AdaptiveRank.projections", "at least one", got: "none")
            try check(penalty >= 0 && penalty.isFinite, "AdaptiveRank.penalty", "at least 0", got: penalty)
            try check((0..<1).contains(sensitivity), "AdaptiveRank.sensitivity", "in [0, 1)", got: sensitivity)
            try check((0..<1).contains(uncertainty), "AdaptiveRank.uncertainty", "in [0, 1)", got: uncertainty)
            try check(warmUp >= 0, "AdaptiveRank.warmUp", "at least 0", got: warmUp)
            try check(settled >= 0, "AdaptiveRank.settled", "at least 0", got: settled)
            try check(warmUp + settled < 1, "AdaptiveRank.warmUp + settled", "below 1", got: warmUp + settled)
            try check(interval > 0, "AdaptiveRank.interval", "at least 1", got: interval)
        }

        /// What the product is multiplied by.
        public var scale: Double { alpha / Double(initial) }
    }
}
