import Commerce

/// What a word of the source for a kind of event means.
enum KindRule: Sendable, Hashable {
    case kind(EventKind)
    /// No act that we know a use for.
    case skip
}

/// The words of a source for what shoppers do.
struct KindWords: Sendable {
    /// By normalised word.
    private var rules: [String: KindRule]
    /// Whether a word that is not listed is an error in the row; else it is skipped by its own name.
    var rejectsUnknown: Bool

    /// - Parameter words: kinds with the source's words for them, in any spelling that ``normalised(_:)`` joins.
    init(_ words: KeyValuePairs<EventKind, [String]>, skipping: [String] = [], rejectsUnknown: Bool) {
        var rules: [String: KindRule] = [:]
        for (kind, spellings) in words {
            for spelling in spellings { rules[normalised(spelling)] = .kind(kind) }
        }
        for word in skipping { rules[normalised(word)] = .skip }
        self.rules = rules
        self.rejectsUnknown = rejectsUnknown
    }

    mutating func override(with other: [String: KindRule]) {
        rules.merge(other) { _, new in new }
    }

    subscript(word: String) -> KindRule? { rules[normalised(word)] }

    /// Our own words and the common ones of the trade, in English and Chinese.
    static let common = KindWords(
        [
            .impression: ["impression", "impressions", "expose", "exposure", "show", "shown", "view_item_list", "曝光"],
            .view: ["view", "pv", "pageview", "page_view", "detail", "product_view", "view_item", "浏览", "查看"],
            .click: ["click", "select_item", "product_click", "点击"],
            .favourite: [
                "favourite", "favorite", "fav", "like", "collect", "wishlist", "add_to_wishlist", "bookmark", "收藏",
            ],
            .unfavourite: ["unfavourite", "unfavorite", "unlike", "uncollect", "remove_from_wishlist", "取消收藏"],
            .cart: ["cart", "add_to_cart", "addtobasket", "basket", "加购", "加入购物车"],
            .uncart: ["uncart", "remove_from_cart", "remove_from_basket", "移出购物车"],
            .checkout: ["checkout", "begin_checkout", "结算"],
            .purchase: ["purchase", "buy", "bought", "order", "transaction", "sale", "购买", "下单", "成交"],
            .cancellation: ["cancellation", "cancel", "cancelled", "canceled", "取消订单"],
            .refund: ["return", "returned", "refund", "refunded", "退货", "退款"],
            .rating: ["rating", "rate", "评分"],
            .review: ["review", "comment", "评论", "评价"],
            .search: ["search", "query", "搜索"],
            .message: ["message", "chat", "咨询"],
            .share: ["share", "分享"],
            .dislike: ["dislike", "not_interested", "不喜欢"],
        ], rejectsUnknown: true)
}
