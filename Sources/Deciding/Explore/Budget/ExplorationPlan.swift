/// How much one decision may explore, and why so much.
public struct ExplorationPlan: Sendable, Hashable, Codable {
    /// For ``SlatePolicy/slate(from:length:rate:using:)``: the product of ``factors``, in [0, 1].
    public var rate: Double
    /// The rate that it would be if the balance had no end.
    public var wanted: Double
    /// `shopper`, `items`, `stage`, `fatigue`, `drift`, `worth` and `budget`; 1 changes nothing.
    public var factors: [String: Double]
    /// What it was planned from.
    public var offer: ExplorationOffer
    /// Reward of later showings that one unit of reward given up had to promise.
    public var price: Double

    public init(
        rate: Double, wanted: Double, factors: [String: Double], offer: ExplorationOffer, price: Double
    ) {
        self.rate = rate
        self.wanted = wanted
        self.factors = factors
        self.offer = offer
        self.price = price
    }
}
