import Commerce
import Foundation

/// What each day of the period does to demand, visits and prices; worked out once.
struct YearCalendar: Sendable {
    /// Log-odds of season by day and leaf: `[days, leaves]`.
    private let seasons: [Float]
    /// Discount by day and department: `[days, departments]`.
    private let discounts: [Double]
    private let traffic: [Double]
    private let leaves: Int
    private let departments: Int
    private let days: Int

    init(_ configuration: ShopConfiguration, catalogue: Catalogue) {
        days = configuration.days
        leaves = catalogue.leafCount
        departments = catalogue.departments.count
        let firstDay = configuration.start.day
        var seasons: [Float] = []
        var discounts: [Double] = []
        var traffic: [Double] = []
        for day in 0..<days {
            let date = CivilDate(daysSinceEpoch: firstDay + day)
            let month = Double(date.month) + Double(date.day - 1) / 30.5
            for leaf in catalogue.leaves {
                let season = leaf.plan.season
                seasons.append(Float(season.amplitude * cos(2 * .pi * (month - season.peak) / 12)))
            }
            let running = configuration.promotions.filter { $0.isOn(day) }
            for department in 0..<departments {
                let offers = running.filter { $0.department == nil || $0.department == department }
                discounts.append(offers.map(\.discount).max() ?? 0)
            }
            let lift = running.map(\.trafficLift).max() ?? 0
            traffic.append(Self.monthly[date.month - 1] * (1 + lift))
        }
        self.seasons = seasons
        self.discounts = discounts
        self.traffic = traffic
    }

    func season(ofLeaf leaf: Int, day: Int) -> Double { Double(seasons[held(day) * leaves + leaf]) }

    func discount(inDepartment department: Int, day: Int) -> Double { discounts[held(day) * departments + department] }

    /// Factor on visits: month and promotions. The weekday is each shopper's own.
    func traffic(day: Int) -> Double { traffic[held(day)] }

    /// Visits that run past the last midnight still see the last day.
    private func held(_ day: Int) -> Int { min(max(day, 0), days - 1) }

    private static let monthly = [0.95, 0.92, 0.98, 1.0, 1.0, 0.97, 0.93, 0.92, 1.0, 1.05, 1.25, 1.3]
}
