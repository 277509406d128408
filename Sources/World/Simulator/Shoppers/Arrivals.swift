import Commerce
import Foundation
import Linear

/// When a shopper visits: an inhomogeneous Poisson process whose rate is constant within each hour.
///
/// `rate = visitRate * hour(local hour) * weekday * month and promotions * exp(pull * (satisfaction - 0.5))`.
struct Arrivals {
    let configuration: ShopConfiguration
    let calendar: YearCalendar

    /// Start times of one shopper's visits on one day, in any order. Exact: a Poisson number of independent times.
    func times(
        of state: ShopperState, _ profile: ShopperProfile, day: Int, using random: inout SeededGenerator
    ) -> [Timestamp] {
        guard day >= profile.joined, !state.hasLeft else { return [] }
        let mean = meanVisits(of: state, profile, day: day)
        let count = random.poisson(mean: min(mean, 50))
        let midnight = configuration.start.milliseconds + Int64(day) * 86_400_000
        return (0..<count).map { _ in
            let local = weighted(Self.hours, at: random.unit())
            let hour = (((local + profile.lateness - profile.country.offset) % 24) + 24) % 24
            let within = Int64(random.unit() * 3_600_000)
            return Timestamp(milliseconds: midnight + Int64(hour) * 3_600_000 + within)
        }
    }

    /// Expected number of visits on that day.
    func meanVisits(of state: ShopperState, _ profile: ShopperProfile, day: Int) -> Double {
        // 1970-01-01 was a Thursday: Monday is 0.
        let weekday = (configuration.start.day + day + 3) % 7
        let week = Self.weekdays[weekday] * (weekday >= 5 ? profile.weekend : 1)
        let pull = exp(configuration.behaviour.satisfactionPull * (state.satisfaction - 0.5))
        return profile.visitRate * week * calendar.traffic(day: day) * pull
    }

    /// Monday first.
    private static let weekdays = [1.02, 0.97, 0.93, 0.95, 0.92, 1.06, 1.15]

    /// Weight of each local hour: a lull at night, a first peak at noon, the main one in the evening.
    private static let hours: [Double] = [
        0.9, 0.5, 0.3, 0.2, 0.2, 0.4, 0.9, 1.8, 2.8, 3.6, 4.3, 4.8, 5.4, 5.0, 4.6, 4.5, 4.6, 4.9, 5.4, 6.4, 7.4, 7.2,
        5.2, 2.6,
    ]
}
