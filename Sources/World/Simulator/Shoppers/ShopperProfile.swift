import Commerce
import Foundation
import Linear

/// What stays the same about one person.
struct ShopperProfile: Sendable {
    let segment: Segment
    let language: Language
    let country: Country
    /// The device of most visits, and another one or the same again.
    let devices: (Device, Device)
    /// Share of visits made with the first device.
    let firstDeviceShare: Double
    /// First day on which the person may visit, from the first day of the period.
    let joined: Int
    /// Weight of a standard deviation of price; one for an average person.
    let thrift: Double
    /// Chance of looking at the next position of a list.
    let patience: Double
    /// Mean visits per day.
    let visitRate: Double
    /// Hours by which the day is shifted against the average person's.
    let lateness: Int
    /// Factor on visits at the weekend.
    let weekend: Double
    /// Inclination to buy the same goods again, from 0 to 1.
    let loyalty: Double
    /// Weight of novelty; one for an average person.
    let curiosity: Double
    /// Factor on the chance of rating.
    let zeal: Double
    /// Chance that a visit begins logged in.
    let loggedIn: Double

    init(configuration: ShopConfiguration, using random: inout SeededGenerator) {
        segment = Self.segment(at: random.unit())
        language = random.bernoulli(configuration.chineseShare) ? .chinese : .english
        country = Country.drawn(for: language, using: &random)
        devices = (Self.device(at: random.unit()), Self.device(at: random.unit()))
        firstDeviceShare = random.beta(8, 1.5)
        let joinsLater = random.bernoulli(configuration.joiningShare)
        joined = joinsLater ? Int.random(in: 0..<configuration.days, using: &random) : 0
        thrift = segment.thrift * random.gamma(shape: 4, scale: 0.25)
        patience = random.beta(17, 3)
        visitRate = min(
            4,
            configuration.visitsPerDay * segment.activity / Self.meanActivity
                * random.logNormal(
                    logMean: -Self.rateSpread * Self.rateSpread / 2, logDeviation: Self.rateSpread))
        lateness = Int(random.normal(mean: 0, deviation: 2).rounded())
        weekend = random.logNormal(logMean: 0, logDeviation: 0.25)
        loyalty = random.beta(6 * segment.loyalty, 6 * (1 - segment.loyalty))
        curiosity = segment.curiosity * random.gamma(shape: 3, scale: 1.0 / 3)
        zeal = random.gamma(shape: 1.5, scale: 1 / 1.5)
        loggedIn = random.beta(3.5, 1.5)
    }

    /// Standard deviation of the logarithm of the visit rate.
    static let rateSpread = 1.05
    private static let meanActivity = zip(Segment.allCases, Segment.shares).reduce(0) { $0 + $1.0.activity * $1.1 }

    private static func segment(at point: Double) -> Segment {
        var rest = point
        for segment in Segment.allCases {
            rest -= Segment.shares[segment.rawValue]
            if rest < 0 { return segment }
        }
        return .occasional
    }

    private static func device(at point: Double) -> Device {
        point < 0.62 ? .mobile : point < 0.93 ? .desktop : .tablet
    }
}
