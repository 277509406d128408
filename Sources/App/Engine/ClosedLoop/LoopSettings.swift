public import Commerce
import Foundation
public import Simulator

/// The world and the length of closed-loop runs.
public struct LoopSettings: Sendable, Hashable {
    public var shop: ShopConfiguration
    /// Days before the policies begin, in which the plain shop decides and everything is learned from.
    public var warmUp: Int
    /// Days on which the policies decide.
    public var days: Int
    public var rewards: RewardWeights
    public var consistency = ConsistencyDials()

    /// A small shop whose shelves turn over: two fifths of the goods arrive during the period, and pictures matter.
    ///
    /// - Throws: `SimulatorError` when there are no days.
    public init(days: Int = 30, warmUp: Int = 7, shoppers: Int = 600, items: Int = 400) {
        self.days = days
        self.warmUp = warmUp
        rewards = .standard
        var shop = ShopConfiguration()
        shop.shoppers = shoppers
        shop.items = items
        shop.leaves = min(20, max(1, items))
        shop.days = days + warmUp
        shop.visitsPerDay = 0.35
        shop.arrivalShare = 0.4
        shop.promotions = []
        shop.behaviour.click.appeal = 0.8
        let env = ProcessInfo.processInfo.environment
        if let v = env["EQ_APPEAL"].flatMap(Double.init) { shop.behaviour.click.appeal = v }
        if let v = env["EQ_NOVELTY"].flatMap(Double.init) { shop.behaviour.click.novelty = v }
        if let v = env["EQ_LEAVES"].flatMap(Int.init) { shop.leaves = v }
        if let v = env["EQ_ARRIVAL"].flatMap(Double.init) { shop.arrivalShare = v }
        if let v = env["EQ_VISITS"].flatMap(Double.init) { shop.visitsPerDay = v }
        self.shop = shop
    }

    var decided: Range<Int> { warmUp..<warmUp + days }
}
