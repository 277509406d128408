import Commerce
import Linear

/// A kind of shopper. Segments shift the traits; inside a segment people still differ.
enum Segment: Int, Sendable, CaseIterable {
    case bargain, loyal, trend, family, occasional

    /// Shares of the population, in the order of the cases.
    static let shares: [Double] = [0.22, 0.18, 0.16, 0.24, 0.20]

    var name: String {
        switch self {
        case .bargain: "bargain"
        case .loyal: "loyal"
        case .trend: "trend"
        case .family: "family"
        case .occasional: "occasional"
        }
    }

    /// Factor on the price sensitivity.
    var thrift: Double {
        switch self {
        case .bargain: 1.7
        case .loyal: 0.7
        case .trend: 0.6
        case .family: 1.1
        case .occasional: 0.9
        }
    }

    /// Factor on the visit rate.
    var activity: Double {
        switch self {
        case .bargain: 1.1
        case .loyal: 1.3
        case .trend: 1.25
        case .family: 1.0
        case .occasional: 0.4
        }
    }

    /// Factor on the weight of novelty.
    var curiosity: Double { self == .trend ? 2 : 1 }

    /// Mean inclination to buy the same goods again.
    var loyalty: Double {
        switch self {
        case .loyal: 0.8
        case .family: 0.65
        default: 0.45
        }
    }

    /// Factor on the demand for a department.
    func leaning(to department: String) -> Double {
        switch (self, department) {
        case (.trend, "Fashion"), (.trend, "Shoes & Bags"), (.trend, "Beauty"), (.trend, "Electronics"): 2
        case (.family, "Baby & Toys"): 3.5
        case (.family, "Grocery"), (.family, "Garden & Pets"), (.loyal, "Grocery"), (.loyal, "Beauty"): 1.7
        case (_, "Baby & Toys"): 0.5
        default: 1
        }
    }
}

/// Where a shopper lives, which sets the clock and mostly the language.
struct Country: Sendable {
    let code: String
    /// Hours ahead of UTC.
    let offset: Int

    static let english = [
        Country(code: "GB", offset: 0), Country(code: "IE", offset: 0), Country(code: "US", offset: -5),
        Country(code: "CA", offset: -5),
    ]
    static let chinese = [
        Country(code: "CN", offset: 8), Country(code: "SG", offset: 8), Country(code: "HK", offset: 8),
    ]
    /// Most people of either language live in the first country of its list.
    static func drawn(for language: Language, using random: inout SeededGenerator) -> Country {
        let list = language == .chinese ? chinese : english
        let draw = random.unit()
        if draw < 0.7 { return list[0] }
        return list[1 + Int((draw - 0.7) / 0.3 * Double(list.count - 1))]
    }
}

/// What a visit is made with.
enum Device: UInt8, Sendable {
    case mobile, desktop, tablet

    var name: String {
        switch self {
        case .mobile: "mobile"
        case .desktop: "desktop"
        case .tablet: "tablet"
        }
    }
}
