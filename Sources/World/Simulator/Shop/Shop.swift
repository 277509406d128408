public import Commerce
import Linear

/// A simulated shop with known truth: its goods, its shoppers and the rules by which they respond.
///
/// Immutable. What changes is the ``ShopperState`` of each person, which ``Simulation`` carries from day to day; what
/// is shown comes from a ``Storefront``. The same configuration and seed give the same shop on every machine; every
/// item and every shopper is drawn from a generator of its own, so that one more leaves the others as they were.
public struct Shop: Sendable {
    /// As given.
    public let configuration: ShopConfiguration
    /// Of everything that is drawn.
    public let seed: UInt64
    /// The goods.
    public let catalogue: Catalogue
    /// What the shop knows of its people, by row.
    public let people: [Shopper]

    let profiles: [ShopperProfile]
    let calendar: YearCalendar
    private let root: SeededGenerator

    /// O(shoppers * leaves + items).
    ///
    /// - Throws: ``SimulatorError`` `simulator.configuration` when a parameter breaks its rule.
    public init(_ configuration: ShopConfiguration = .demo, seed: UInt64) throws {
        try configuration.validate()
        let root = SeededGenerator(seed: seed)
        self.configuration = configuration
        self.seed = seed
        self.root = root
        catalogue = try Catalogue(configuration, generator: root.split(Stream.catalogue))
        calendar = YearCalendar(configuration, catalogue: catalogue)
        let profiles = (0..<configuration.shoppers).map { row in
            var random = root.split(Stream.shoppers).split(UInt64(row)).split(Stream.profile)
            return ShopperProfile(configuration: configuration, using: &random)
        }
        self.profiles = profiles
        people = profiles.enumerated().map { row, profile in
            Shopper(
                id: Names.shopper(Int32(row)),
                attributes: [
                    "country": profile.country.code, "language": profile.language.rawValue,
                    "segment": profile.segment.name,
                ])
        }
    }

    /// A person as they are before the first day.
    ///
    /// - Precondition: `row` is less than the number of shoppers.
    public func shopper(_ row: Int32) -> ShopperState {
        var random = generator(ofShopper: row).split(Stream.interests)
        return ShopperState(row: row, interests: Interest.first(of: profiles[Int(row)], in: catalogue, using: &random))
    }

    /// Days since the first day of the period; negative before it.
    public func day(of time: Timestamp) -> Int { time.day - configuration.start.day }

    /// The unit price of an item on that day, promotions included.
    public func price(of item: Int32, day: Int) -> Money {
        let truth = catalogue.truths[Int(item)]
        let discount = calendar.discount(inDepartment: catalogue.leaves[Int(truth.leaf)].department, day: day)
        let units = (Double(truth.price) * (1 - discount)).rounded()
        return Money(minorUnits: Int64(units), currency: configuration.currency)
    }

    /// The source of everything random about one person.
    func generator(ofShopper row: Int32) -> SeededGenerator { root.split(Stream.shoppers).split(UInt64(row)) }

    /// The source of one person's night and arrivals before one day.
    func generator(ofShopper row: Int32, day: Int) -> SeededGenerator {
        generator(ofShopper: row).split(Stream.firstDay + UInt64(day))
    }

    /// The source of one person's visit.
    func generator(ofShopper row: Int32, visit: Int32) -> SeededGenerator {
        generator(ofShopper: row).split(Stream.firstVisit + UInt64(visit))
    }

    /// Numbers of the streams that the seed is split into.
    private enum Stream {
        static let catalogue: UInt64 = 1
        static let shoppers: UInt64 = 2
        static let profile: UInt64 = 0
        static let interests: UInt64 = 1
        static let firstDay: UInt64 = 1 << 20
        static let firstVisit: UInt64 = 1 << 40
    }
}
