import Commerce

extension Preset {
    /// `track` calls of Segment and of what speaks its language (RudderStack, PostHog), one call a line, with the names
    /// of the e-commerce specification, version 2.
    ///
    /// The `messageId` is the event's identity. Calls with a list of `products` give one event for each. Other calls
    /// (`page`, `identify`) and steps that say nothing about goods are skipped by their name.
    static let segment = Preset(
        "segment", summary: "Segment, RudderStack or PostHog track calls as JSON lines",
        form: .jsonLines, tables: [.segment])
}

extension TableMapping {
    fileprivate static let segment = TableMapping(
        table: .events,
        columns: [
            .kind: ["event", "type"],
            .time: ["timestamp", "originalTimestamp", "sentAt", "receivedAt"],
            .shopper: ["userId"],
            .visitor: ["anonymousId"],
            .id: ["messageId"],
            .session: ["context.sessionId", "properties.session_id"],
            .order: ["properties.order_id"],
            .item: segmentProduct("product_id") + segmentProduct("sku"),
            .title: segmentProduct("name"),
            .brand: segmentProduct("brand"),
            .category: segmentProduct("category"),
            .price: segmentProduct("price"),
            .quantity: segmentProduct("quantity"),
            .position: segmentProduct("position"),
            .currency: ["properties.currency", "properties.products[].currency"],
            .surface: ["properties.list_id", "context.page.path"],
            .value: ["properties.rating"],
            .text: ["properties.query", "properties.review_body"],
        ],
        required: [[.kind], [.time], [.shopper, .visitor]],
        kinds: KindWords(
            [
                .search: ["Products Searched"],
                .impression: ["Product List Viewed"],
                .click: ["Product Clicked"],
                .view: ["Product Viewed"],
                .cart: ["Product Added", "Wishlist Product Added to Cart"],
                .uncart: ["Product Removed"],
                .favourite: ["Product Added to Wishlist"],
                .unfavourite: ["Product Removed from Wishlist"],
                .checkout: ["Checkout Started"],
                .purchase: ["Order Completed"],
                .refund: ["Order Refunded"],
                .cancellation: ["Order Cancelled", "Order Canceled"],
                .share: ["Product Shared"],
                .review: ["Product Reviewed"],
            ], rejectsUnknown: false))

    /// A product's property, in a list of products or beside the event.
    private static func segmentProduct(_ name: String) -> [String] {
        ["properties.products[].\(name)", "properties.\(name)"]
    }
}
