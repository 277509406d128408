/// Interactions divided into what a model learns from and the questions that judge it.
///
/// Rows of shoppers and items mean the same in every part: the vocabularies are those of the source, whole, so an
/// item that is only ever held out is still in the catalogue that is ranked.
public struct InteractionSplit: Sendable {
    public var training: Interactions
    /// Training and validation events together: what the final model is fitted to once its settings are chosen.
    /// The same as ``training`` when nothing is held out for validation.
    public var trainingAndValidation: Interactions
    /// Histories are those of ``training``.
    public var validation: [RankingQuery]
    /// Histories are those of ``trainingAndValidation``.
    public var test: [RankingQuery]
    public var tally: SplitTally

    public init(
        training: Interactions, trainingAndValidation: Interactions, validation: [RankingQuery],
        test: [RankingQuery], tally: SplitTally
    ) {
        self.training = training
        self.trainingAndValidation = trainingAndValidation
        self.validation = validation
        self.test = test
        self.tally = tally
    }
}

/// Where the events of a split went. The three numbers of events add up to the source's.
public struct SplitTally: Sendable, Hashable, Codable {
    public var trainingEvents = 0
    public var validationEvents = 0
    public var testEvents = 0
    /// Shoppers with events of whom none is held out.
    public var trainingOnlyShoppers = 0
    public var validation = HeldOut()
    public var test = HeldOut()

    public init() {}

    /// What became of the events held out in one part.
    public struct HeldOut: Sendable, Hashable, Codable {
        public var queries = 0
        /// Targets, over all queries.
        public var targets = 0
        /// Held-out events whose item was already in the history, or held out before in the same query.
        public var repeatedEvents = 0
        /// Shoppers with held-out events and no earlier ones.
        public var newShoppers = 0
        /// Distinct items held out that no earlier event of anyone names.
        public var newItems = 0

        public init() {}
    }
}
