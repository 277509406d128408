import Commerce
import Explore

/// What a page asks for.
struct PageAsk {
    var shopper: ShopperID?
    var visitor: VisitorID?
    var session: SessionID?
    var surface: Surface
    var time: Timestamp
    var length: Int
    /// The item of the page, in rows of the table.
    var anchor: Int32?
    /// The category of the page, by its number in the table.
    var category: Int32?
    var excluded: [Int32] = []
    /// Which rows may be shown; nothing for all.
    var allows: ((Int32) -> Bool)?
    /// Whether the recommenders are to say why they proposed what is shown; some take a millisecond an item.
    var explains = false
    /// Written down with the decision.
    var context: [String: Double] = [:]
    var seed: UInt64
    /// The name of the decision, where somebody else gives it.
    var id: DecisionID?
}
