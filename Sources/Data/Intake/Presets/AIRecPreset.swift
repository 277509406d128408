import Commerce

extension Preset {
    /// The three tables of Alibaba Cloud AIRec: behaviour, item and user, as CSV or JSON lines. The table is known by
    /// its columns.
    ///
    /// `bhv_time` is in seconds or milliseconds. A device (`imei`) stands for an unknown user. `trace_id` is the
    /// decision unless it is one of the fixed words for "not served by us". An item with `status` 0 is off the shelf
    /// and counts as out of stock.
    static let airec = Preset(
        "airec", summary: "Alibaba AIRec behaviour, item and user tables, as CSV or JSON lines",
        form: .jsonOrDelimited, tables: [.airecBehaviour, .airecItems, .airecUsers])
}

extension TableMapping {
    fileprivate static let airecBehaviour = TableMapping(
        table: .events,
        columns: [
            .kind: ["bhv_type"], .time: ["bhv_time"], .shopper: ["user_id"], .visitor: ["imei"],
            .item: ["item_id"], .id: ["message_id"], .decision: ["trace_id"], .surface: ["scene_id"],
            .position: ["position"], .value: ["bhv_value"],
        ],
        attributes: [
            ("platform", "platform"), ("item_type", "item_type"), ("country", "country"), ("city", "city"),
        ],
        required: [[.kind], [.time], [.shopper, .visitor]],
        kinds: KindWords(
            [
                .impression: ["expose"],
                .click: ["click"],
                .view: ["stay", "view", "detail"],
                .favourite: ["collect", "like", "follow"],
                .unfavourite: ["uncollect", "unlike", "unfollow"],
                .cart: ["cart"],
                .uncart: ["uncart"],
                .purchase: ["buy", "consume"],
                .rating: ["evaluate"],
                .review: ["comment"],
                .search: ["search"],
                .share: ["share", "forward"],
                .dislike: ["dislike", "negative_feedback"],
            ], rejectsUnknown: true),
        missingWords: ["NULL", "null", "\\N", "selfhold", "Alibaba"])

    fileprivate static let airecItems = TableMapping(
        table: .items,
        columns: [
            .item: ["item_id"], .title: ["title"], .text: ["content"], .brand: ["brand_id"],
            .category: ["category_path"], .price: ["price"], .currency: ["currency"], .status: ["status"],
            .availableFrom: ["pub_time"], .availableUntil: ["expire_time"],
        ],
        keepsOtherColumns: true,
        required: [[.item]],
        excluded: [[.kind]],
        categorySeparators: ["_", ">", ","])

    fileprivate static let airecUsers = TableMapping(
        table: .shoppers,
        columns: [.shopper: ["user_id"]],
        keepsOtherColumns: true,
        required: [[.shopper]],
        excluded: [[.kind], [.item]])
}
