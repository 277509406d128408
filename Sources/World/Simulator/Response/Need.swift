import Commerce
import Foundation

extension Shop {
    /// How past purchases bear on wanting this item now, from about -2 (just bought) to 1 (run out).
    ///
    /// Consumables: `loyalty * clamp(2 age / cycle - 1, -1, 1)`, fading after three cycles, and two fifths of that from
    /// another item of the category. Durables: `-exp(-age / 40 days)` for the category, and one and a half times that
    /// for the very item. Of several purchases the latest of the same item counts, else the latest of the category.
    func need(
        for item: Int32, leaf: Int32, of shopper: ShopperState, loyalty: Double, at time: Timestamp
    ) -> Double {
        var latest: PastPurchase?
        for purchase in shopper.purchases.reversed() where purchase.leaf == leaf {
            if purchase.item == item {
                latest = purchase
                break
            }
            if latest == nil { latest = purchase }
        }
        guard let latest else { return 0 }
        let isSame = latest.item == item
        let age = latest.age(at: time)
        guard let cycle = catalogue.leaves[Int(leaf)].plan.cycle else {
            return -(isSame ? 1.5 : 1) * exp(-age / 40)
        }
        let turns = age / cycle
        let due = min(1, max(-1, 2 * turns - 1))
        return loyalty * due * (isSame ? 1 : 0.4) * (turns > 3 ? exp(3 - turns) : 1)
    }
}
