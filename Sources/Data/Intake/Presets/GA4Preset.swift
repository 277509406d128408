import Commerce

extension Preset {
    /// Google Analytics 4, as BigQuery exports it (`event_params` as a list of keys and values) or as it is collected
    /// (`params` as an object), one event a line.
    ///
    /// Impressions, clicks and purchases give one event for each element of `items`. A session's number is unique only
    /// for one visitor, so the two are joined. Events that are no act on goods (`page_view`, `scroll`, ...) are
    /// skipped by their name.
    static let ga4 = Preset(
        "ga4", summary: "Google Analytics 4 events as JSON lines (BigQuery export or collected events)",
        form: .jsonLines, tables: [.ga4])
}

extension TableMapping {
    fileprivate static let ga4 = TableMapping(
        table: .events,
        columns: [
            .kind: ["event_name", "name"],
            .time: ["event_timestamp", "timestamp_micros"],
            .shopper: ["user_id"],
            .visitor: ["user_pseudo_id", "client_id"],
            .session: ga4Parameter("ga_session_id", .int) + ["session_id"],
            .order: ["ecommerce.transaction_id"] + ga4Parameter("transaction_id", .string),
            .item: ["items[].item_id", "params.items[].item_id"] + ga4Parameter("item_id", .string),
            .title: ["items[].item_name", "params.items[].item_name"],
            .brand: ["items[].item_brand", "params.items[].item_brand"],
            .category: ["items[].item_category", "params.items[].item_category"],
            .category2: ["items[].item_category2", "params.items[].item_category2"],
            .category3: ["items[].item_category3", "params.items[].item_category3"],
            .category4: ["items[].item_category4", "params.items[].item_category4"],
            .category5: ["items[].item_category5", "params.items[].item_category5"],
            .price: ["items[].price", "params.items[].price"],
            .quantity: ["items[].quantity", "params.items[].quantity"],
            .position: [
                "items[].index", "items[].item_list_index", "params.items[].index",
            ],
            .surface: ["items[].item_list_id", "params.items[].item_list_id"] + ga4Parameter("item_list_id", .string),
            .currency: ga4Parameter("currency", .string) + ["items[].currency", "currency"],
            .text: ga4Parameter("search_term", .string),
        ],
        attributes: [
            ("country", "geo.country"), ("device", "device.category"), ("platform", "platform"),
        ],
        required: [[.kind], [.time], [.shopper, .visitor]],
        kinds: KindWords(
            [
                .impression: ["view_item_list"],
                .view: ["view_item"],
                .click: ["select_item"],
                .favourite: ["add_to_wishlist"],
                .cart: ["add_to_cart"],
                .uncart: ["remove_from_cart"],
                .checkout: ["begin_checkout"],
                .purchase: ["purchase"],
                .refund: ["refund"],
                .search: ["search", "view_search_results"],
            ], rejectsUnknown: false),
        missingWords: ["(not set)", "(none)"],
        positionBase: 0,
        sessionIsPerVisitor: true)

    private enum GA4Value: String {
        case string = "string_value"
        case int = "int_value"
    }

    /// Where an event's own parameter lies in the two forms.
    private static func ga4Parameter(_ key: String, _ type: GA4Value) -> [String] {
        ["event_params[key=\(key)].value.\(type.rawValue)", "params.\(key)"]
    }
}
