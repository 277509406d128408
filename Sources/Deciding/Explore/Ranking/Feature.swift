/// What a candidate is described by, for this shopper at this moment: one row of the table of features each.
///
/// Every feature lies in [-1, 1] by construction, 0 being "usual", "none" or "not known", so that coefficients can be
/// compared. `squash` stands for `x / (1 + |x|)`. The features of candidate sources follow after these, one a source
/// (see ``FeatureSchema``).
public enum Feature: Int, Sendable, Hashable, CaseIterable {
    // The item.
    case always
    case newThisWeek, newThisSeason
    case popularity, trend, conversion
    case priceLevel, priceInCategory, discount
    case scarcity, rating
    // The shopper and the item.
    case priceAboveUsual, priceFromUsual
    case departmentAffinity, categoryAffinity, narrowAffinity, brandAffinity
    case recentCategory, recentBrand
    case seenBefore, boughtBefore
    case likeThePage
    case knownShopper, affinityOfKnown, popularityForNew
    // The moment, the same for every candidate: what explains the level of rewards leaves less to noise.
    case hourSine, hourCosine, weekend, seasonSine, seasonCosine
    case onHome, onProduct, onCart, onSearch
    case sessionDepth, lateInFunnel, fatigue
    case popularityLate, priceLate

    /// As decisions and reports name it.
    public var name: String { Self.table[rawValue].name }
    /// Its definition in one line.
    public var meaning: String { Self.table[rawValue].meaning }

    /// In the order of the cases, which a test checks.
    private static let table: [(name: String, meaning: String)] = [
        ("always", "1"),
        ("new-this-week", "1 / (1 + age in weeks); 0 without a release date"),
        ("new-this-season", "1 / (1 + age / 90 days); 0 without a release date"),
        ("popularity", "log(1 + events) / log(1 + events of the most popular item)"),
        ("trend", "squash(log(recent events / what its share of all events would give))"),
        ("conversion", "squash(log(purchases per view / the shop's purchases per view)), smoothed"),
        ("price-level", "squash(standard score of the log price in the catalogue)"),
        ("price-in-category", "squash(log(price / usual price of its narrowest category))"),
        ("discount", "1 - price / price before discount"),
        ("scarcity", "1 / (1 + units in stock / 5); 0 where the stock is not known"),
        ("rating", "(stars - 3.5) / 1.5"),
        ("price-above-usual", "squash(log(price / the shopper's usual price))"),
        ("price-from-usual", "the same without its sign"),
        ("department-affinity", "share of the shopper's interest in its broadest category"),
        ("category-affinity", "share of the shopper's interest in its second category"),
        ("narrow-affinity", "share of the shopper's interest in its narrowest category"),
        ("brand-affinity", "share of the shopper's interest in its brand"),
        ("recent-category", "share of the shopper's last items in its narrowest category"),
        ("recent-brand", "share of the shopper's last items of its brand"),
        ("seen-before", "1 where the shopper looked at it before"),
        ("bought-before", "1 where the shopper bought it before"),
        (
            "like-the-page",
            "share of department, category, narrowest category and brand that it has in common with the "
                + "item of the page"
        ),
        ("known-shopper", "events / (events + 10) of the shopper"),
        ("affinity-of-known", "known-shopper * mean of department- and brand-affinity"),
        ("popularity-for-new", "(1 - known-shopper) * popularity"),
        ("hour-sine", "sine of the hour of the shop's day"),
        ("hour-cosine", "cosine of the hour of the shop's day"),
        ("weekend", "1 on Saturday and Sunday"),
        ("season-sine", "sine of the day of the year"),
        ("season-cosine", "cosine of the day of the year"),
        ("on-home", "1 on the home surface"),
        ("on-product", "1 on the product page"),
        ("on-cart", "1 on the cart page"),
        ("on-search", "1 in search results"),
        ("session-depth", "events / (events + 5) of the session"),
        ("late-in-funnel", "1 with items in the cart"),
        ("fatigue", "lists ignored in a row / (that + 3)"),
        ("popularity-late", "late-in-funnel * popularity"),
        ("price-late", "late-in-funnel * price-level"),
    ]

    static let tableIsComplete = table.count == allCases.count
}
