public import Commerce
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

    /// A small shop.
    public init(
        world: LoopWorld = .hits, days: Int = 30, warmUp: Int = 7, shoppers: Int = 1_200, items: Int = 400
    ) {
        self.days = days
        self.warmUp = warmUp
        rewards = .standard
        shop = ShopConfiguration()
        shop.shoppers = shoppers
        shop.items = items
        shop.days = days + warmUp
        shop.visitsPerDay = 0.35
        world.shape(&shop)
    }

    var decided: Range<Int> { warmUp..<warmUp + days }
}
