public import Commerce

/// The size, the period and the habits of a simulated shop. ``Shop`` checks it before anything is generated.
public struct ShopConfiguration: Sendable, Hashable {
    /// Registered people, including those who join during the period.
    public var shoppers = 5000
    /// Items, including those released during the period.
    public var items = 2000
    /// Leaf categories in use, at most 60; taken from all departments in turn.
    public var leaves = 60
    /// Length of the period.
    public var days = 60
    /// Midnight UTC of the first day. The default is a Monday.
    public var start = Timestamp(seconds: 1_740_960_000)
    /// Of all prices.
    public var currency = Currency.usd
    /// Mean visits per shopper and day before seasons, promotions and satisfaction; the spread is heavy-tailed.
    public var visitsPerDay = 0.16
    /// Share of shoppers who first appear during the period.
    public var joiningShare = 0.25
    /// Share of shoppers who read Chinese; the others read English.
    public var chineseShare = 0.2
    /// Share of items released during the period.
    public var arrivalShare = 0.15
    /// Share of items taken off sale for good during the period.
    public var retiredShare = 0.03
    /// Share of items that are sold out for some days during the period.
    public var soldOutShare = 0.08
    /// Where several run at once, the largest discount and the largest lift count.
    public var promotions: [Promotion] = [
        Promotion(firstDay: 18, days: 4, discount: 0.2, department: 0, trafficLift: 0.25),
        Promotion(firstDay: 44, days: 3, discount: 0.15, trafficLift: 0.4),
    ]
    /// How pull turns into acts.
    public var behaviour = Behaviour()
    /// How shoppers move through the pages.
    public var navigation = Navigation()

    /// The default shop.
    public init() {}

    /// A shop of 5,000 shoppers and 2,000 items over 60 days: roughly a million events.
    public static let demo = ShopConfiguration()

    /// The same shop at a twentieth of its size and with a fifth of its categories, for tests.
    public static let tiny: ShopConfiguration = {
        var tiny = ShopConfiguration()
        tiny.shoppers = 250
        tiny.items = 120
        tiny.leaves = 12
        return tiny
    }()

    /// - Throws: ``SimulatorError`` `simulator.configuration` that names the first parameter that breaks its rule.
    public func validate() throws {
        let name = "ShopConfiguration"
        try require(shoppers, "\(name).shoppers", "in 1...1,000,000") { (1...1_000_000).contains($0) }
        try require(leaves, "\(name).leaves", "in 1...\(LeafPlan.all.count)") { (1...LeafPlan.all.count).contains($0) }
        try require(
            items, "\(name).items", "in \(leaves)...1,000,000, one for each leaf category at least",
            remedy: "raise items or lower leaves"
        ) { (leaves...1_000_000).contains($0) }
        try require(days, "\(name).days", "in 1...3650") { (1...3650).contains($0) }
        try require(start, "\(name).start", "a midnight UTC from 1970 on") {
            $0.milliseconds >= 0 && $0.milliseconds % 86_400_000 == 0
        }
        try require(visitsPerDay, "\(name).visitsPerDay", "in (0, 20]") { $0 > 0 && $0 <= 20 }
        for (share, parameter) in [
            (joiningShare, "joiningShare"), (chineseShare, "chineseShare"), (arrivalShare, "arrivalShare"),
            (retiredShare, "retiredShare"), (soldOutShare, "soldOutShare"),
        ] {
            try require(share, "\(name).\(parameter)", "in [0, 1]") { $0 >= 0 && $0 <= 1 }
        }
        for (index, promotion) in promotions.enumerated() {
            try promotion.validate(as: "\(name).promotions[\(index)]")
        }
        try behaviour.validate()
        try navigation.validate()
    }
}

/// Some days of lower prices that also bring more visits.
public struct Promotion: Sendable, Hashable {
    /// From 0, the first day of the period.
    public var firstDay: Int
    /// How many days it lasts.
    public var days: Int
    /// Taken off the price, as a share of it.
    public var discount: Double
    /// Number of the department (top category) on offer; nothing means all.
    public var department: Int?
    /// Additional visits as a share of the usual.
    public var trafficLift: Double

    /// A promotion; its values are checked with the configuration's.
    public init(firstDay: Int, days: Int, discount: Double, department: Int? = nil, trafficLift: Double = 0) {
        self.firstDay = firstDay
        self.days = days
        self.discount = discount
        self.department = department
        self.trafficLift = trafficLift
    }

    func isOn(_ day: Int) -> Bool { day >= firstDay && day - firstDay < days }

    func validate(as name: String) throws {
        try require(firstDay, "\(name).firstDay", "in 0...3650") { (0...3650).contains($0) }
        try require(days, "\(name).days", "in 1...3650") { (1...3650).contains($0) }
        try require(discount, "\(name).discount", "in [0, 0.9]") { $0 >= 0 && $0 <= 0.9 }
        try require(trafficLift, "\(name).trafficLift", "in [0, 10]") { $0 >= 0 && $0 <= 10 }
        if let department {
            try require(department, "\(name).department", "not negative") { $0 >= 0 }
        }
    }
}
