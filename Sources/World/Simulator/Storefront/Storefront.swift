public import Commerce

/// Decides what a simulated shop shows: the place where a policy plugs in.
///
/// A storefront sees what a real one would: requests, what it published in the ``Catalogue``, and events. The truth
/// (tastes, quality, chances) is not its to ask.
public protocol Storefront {
    /// Called once before each day, in order: the place for nightly work.
    mutating func beginDay(_ day: Int)

    /// What to show on a page.
    ///
    /// - Parameter generator: a source of the visit's own, apart from the shopper's, so that storefronts can be
    ///   compared on the same shoppers' luck. Whatever is random must be drawn from it.
    mutating func slate(for request: PageRequest, using generator: inout SeededGenerator) -> Slate

    /// What happened, page by page, as it happens; returns and reviews come days later.
    mutating func observe(_ events: [SimulatedEvent])
}

/// A page that a shopper opens, as the shop sees it.
public struct PageRequest: Sendable {
    /// When the page is opened.
    public let time: Timestamp
    /// The day of the period, from 0.
    public let day: Int
    /// The kind of page.
    public let surface: Surface
    /// Length of the list wanted.
    public let count: Int
    /// The person's row, when logged in.
    public let shopper: Int32?
    /// The browser's cookie, always known.
    public let visitor: UInt64
    /// The category on a category page.
    public let leaf: Int?
    /// The words of a search, and what a perfect reader would understand by them.
    public let query: SearchQuery?
    /// The item whose page this is, or the item last put into the cart.
    public let anchor: Int32?
    /// Items shown earlier in the visit: not worth showing again.
    public let alreadyShown: [Int32]
    /// The visit.
    public let session: SessionID
    /// The name that events which answer this page will quote.
    public let decision: DecisionID
}

/// A list as shown, the first position first, each item with the chance that it got there.
public struct Slate: Sendable {
    /// One item of the list.
    public struct Entry: Sendable {
        /// Row of the item.
        public let item: Int32
        /// Probability of the item at this position, given the positions before; in (0, 1].
        public let propensity: Double
        /// What proposed it.
        public let source: String

        /// - Parameter propensity: 1 where nothing is left to chance.
        public init(item: Int32, propensity: Double, source: String) {
            self.item = item
            self.propensity = propensity
            self.source = source
        }
    }

    /// From the first position to the last; no item twice.
    public var entries: [Entry]
    /// Whether chance had a part: only then are the propensities logged, and another policy can be judged by them.
    public var isRandomised: Bool
    /// What would have been shown had nothing been left to chance, for ``PageAudit``; empty when the storefront does
    /// not say, which means the list itself.
    public var exploiting: [Int32]

    /// A list, empty unless `entries` are given.
    public init(entries: [Entry] = [], isRandomised: Bool, exploiting: [Int32] = []) {
        self.entries = entries
        self.isRandomised = isRandomised
        self.exploiting = exploiting
    }
}
