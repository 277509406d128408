import Simulator

/// The kinds of shops that closed-loop runs can take place in. In both, two fifths of the goods arrive during the period.
public enum LoopWorld: String, Sendable, CaseIterable {
    /// Four broad categories, in which goods of a kind differ much in how they appeal, and no description says how much:
    /// fashion, gifts. A good that nobody has been shown stays unknown.
    case hits
    /// Twenty narrow categories, goods much as their descriptions say, and shoppers who like what is new: every page of
    /// a category shows most of it, so that goods become known by themselves.
    case steady

    func shape(_ shop: inout ShopConfiguration) {
        shop.arrivalShare = 0.4
        shop.promotions = []
        switch self {
        case .hits:
            shop.leaves = min(4, max(1, shop.items))
            shop.behaviour.click.appeal = 1.5
            shop.behaviour.click.novelty = 0
        case .steady:
            shop.leaves = min(20, max(1, shop.items))
            shop.behaviour.click.appeal = 0.8
        }
    }
}
