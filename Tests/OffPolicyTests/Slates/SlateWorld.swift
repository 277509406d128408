import Commerce
import Foundation
import Linear
import OffPolicy

/// A small shop whose every list can be enumerated: two kinds of shopper, five items, lists of three without repeats, drawn
/// by Plackett-Luce, so that the true value of a policy is a sum.
struct SlateWorld: Sendable {
    static let items = 5
    static let positions = 3
    static let lists: [[Int]] = (0..<items).flatMap { a in
        (0..<items).filter { $0 != a }.flatMap { b in
            (0..<items).filter { $0 != a && $0 != b }.map { [a, b, $0] }
        }
    }

    /// How attractive an item is, by kind of shopper.
    private static let appeal: [[Double]] = [[0.8, 0.5, 0.3, 0.2, 0.1], [0.1, 0.3, 0.2, 0.7, 0.4]]
    /// Logarithms of Plackett-Luce weights, by kind of shopper.
    private static let logging: [[Double]] = [[0.5, 0.2, 0, 0, 0.1], [0, 0.1, 0, 0.3, 0]]
    private static let wanted: [[Double]] = [[0.9, 0.6, 0, -0.2, -0.2], [-0.2, 0.3, 0.1, 0.8, 0.3]]

    let behaviour: SlateBehaviour
    /// Chance of each kind of shopper, and of each list of each kind under both policies.
    private let shopper = [0.6, 0.4]
    private let logged: [[ListOdds]]
    private let target: [[ListOdds]]
    private let tables: [AliasTable]
    /// By kind of shopper and list: the chance of a click at each position, and the target's expected reward from each
    /// position on, with and without the action there.
    private var means: [[[Double]]] = []
    private var expectations: [[(shown: [Double], next: [Double])]] = []

    /// A policy's probability of one list: whole, by position given those before, by position whatever those before.
    struct ListOdds: Sendable {
        var whole: Double
        var conditional: [Double]
        var marginal: [Double]
    }

    init(_ behaviour: SlateBehaviour) throws {
        self.behaviour = behaviour
        logged = Self.logging.map(Self.odds)
        target = Self.wanted.map(Self.odds)
        tables = try logged.map { try AliasTable(weights: $0.map(\.whole)) }
        means = (0..<2).map { kind in Self.lists.map { Self.means($0, Self.appeal[kind], behaviour) } }
        expectations = (0..<2).map { kind in Self.lists.indices.map { expectation(kind, $0) } }
    }

    /// Exact value of the target.
    var truth: Double {
        (0..<2).reduce(0.0) { sum, kind in
            sum + shopper[kind]
                * Self.lists.indices.reduce(0.0) { sum, list in
                    sum + target[kind][list].whole * means[kind][list].reduce(0, +)
                }
        }
    }

    private static func means(_ list: [Int], _ appeals: [Double], _ behaviour: SlateBehaviour) -> [Double] {
        let appeal = list.map { appeals[$0] }
        return (0..<positions).map { position in
            var mean = appeal[position] * [1, 0.8, 0.6][position]
            if behaviour != .independent { for earlier in 0..<position { mean *= 1 - 0.6 * appeal[earlier] } }
            if behaviour == .standard {
                for later in position + 1..<max(position + 1, positions) { mean *= 1 - 0.7 * appeal[later] }
            }
            return mean
        }
    }

    struct Log {
        var slates: LoggedSlates
        var target: SlateTarget
        /// A perfect one.
        var model: SlateModel
    }

    /// `noise` false gives every reward its mean.
    func log(_ count: Int, noise: Bool = true, using generator: inout SeededGenerator) throws -> Log {
        let size = count * Self.positions
        var actions: [Int32] = []
        var (rewards, propensities, marginals): ([Double], [Double], [Double]) = ([], [], [])
        var (wanted, wantedMarginals, shown, next): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
        actions.reserveCapacity(size)
        for _ in 0..<count {
            let kind = generator.unit() < shopper[0] ? 0 : 1
            let list = tables[kind].sample(using: &generator)
            actions += Self.lists[list].map(Int32.init)
            rewards += means[kind][list].map { noise ? (generator.unit() < $0 ? 1 : 0) : $0 }
            propensities += logged[kind][list].conditional
            marginals += logged[kind][list].marginal
            wanted += target[kind][list].conditional
            wantedMarginals += target[kind][list].marginal
            shown += expectations[kind][list].shown
            next += expectations[kind][list].next
        }
        return Log(
            slates: try LoggedSlates(
                positions: Self.positions, actions: actions, propensities: propensities, rewards: rewards,
                marginals: marginals),
            target: try SlateTarget(positions: Self.positions, propensities: wanted, marginals: wantedMarginals),
            model: try SlateModel(positions: Self.positions, shown: shown, next: next))
    }

    /// A wrong model, but one that agrees with itself: `next` is still the target's mean of `shown`.
    func distort(_ model: SlateModel, _ distortion: Double) throws -> SlateModel {
        guard distortion > 0 else { return model }
        let distorted = [model.shown, model.next].map { $0.map { (1 - distortion) * $0 + distortion * 0.3 } }
        return try SlateModel(positions: Self.positions, shown: distorted[0], next: distorted[1])
    }

    /// The target's expected reward from each position on, with and without the action there.
    private func expectation(_ kind: Int, _ list: Int) -> (shown: [Double], next: [Double]) {
        func rest(_ position: Int, given known: Int) -> Double {
            let prefix = Self.lists[list].prefix(known)
            let same = Self.lists.indices.filter { Self.lists[$0].starts(with: prefix) }
            let total = same.reduce(0) { $0 + target[kind][$1].whole }
            let sum = same.reduce(0) { $0 + target[kind][$1].whole * means[kind][$1][position...].reduce(0, +) }
            return sum / total
        }
        let places = 0..<Self.positions
        return (places.map { rest($0, given: $0 + 1) }, places.map { rest($0, given: $0) })
    }

    private static func odds(_ logits: [Double]) -> [ListOdds] {
        let weights = logits.map { exp($0) }
        var odds = lists.map { list in
            var left = weights.reduce(0, +)
            let conditional = list.map { item in
                defer { left -= weights[item] }
                return weights[item] / left
            }
            return ListOdds(whole: conditional.reduce(1, *), conditional: conditional, marginal: [])
        }
        for list in lists.indices {
            odds[list].marginal = (0..<positions).map { position in
                lists.indices.filter { lists[$0][position] == lists[list][position] }.reduce(0) { $0 + odds[$1].whole }
            }
        }
        return odds
    }
}
