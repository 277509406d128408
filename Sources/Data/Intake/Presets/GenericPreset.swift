extension Preset {
    /// Any delimited file whose columns have names that say what they are, or are mapped.
    static let csv = Preset(
        "csv", summary: "delimited text with a header; columns by their usual names or --map",
        form: .delimited(delimiters: commonDelimiters, header: .firstRow),
        tables: [.genericEvents, .genericItems, .genericShoppers])

    /// The same for one JSON object a line.
    static let jsonl = Preset(
        "jsonl", summary: "one JSON object a line; members by their usual names or --map with paths",
        form: .jsonLines, tables: [.genericEvents, .genericItems, .genericShoppers])
}

extension TableMapping {
    private static let itemNames = [
        "item", "item_id", "product", "product_id", "sku", "sku_id", "goods_id", "asin", "商品", "商品id",
    ]
    private static let shopperNames = [
        "shopper", "shopper_id", "user", "user_id", "customer", "customer_id", "member", "member_id", "用户", "用户id",
        "会员", "会员id",
    ]
    private static let facts: [Field: [String]] = [
        .titleEnglish: ["title_en", "title_english", "name_en", "title.en", "英文标题"],
        .titleChinese: ["title_zh", "title_cn", "title_chinese", "name_zh", "name_cn", "title.zh", "中文标题"],
        .category: ["category", "category_path", "item_category", "category_code", "category_name", "类目", "分类"],
        .category2: ["category2", "item_category2"],
        .category3: ["category3", "item_category3"],
        .category4: ["category4", "item_category4"],
        .category5: ["category5", "item_category5"],
        .brand: ["brand", "item_brand", "brand_name", "品牌"],
        .price: ["price", "unit_price", "item_price", "价格", "单价"],
        .currency: ["currency", "currency_code", "币种"],
    ]

    static let genericEvents = TableMapping(
        table: .events,
        columns: facts.merging([
            .kind: [
                "kind", "event", "event_type", "event_name", "type", "action", "behavior", "behaviour",
                "behavior_type", "behaviour_type", "行为", "行为类型", "事件",
            ],
            .time: [
                "time", "timestamp", "event_time", "datetime", "date_time", "occurred_at", "created_at", "date", "ts",
                "order_date", "invoice_date", "purchase_date", "时间", "时间戳",
            ],
            .shopper: shopperNames,
            .visitor: [
                "visitor", "visitor_id", "anonymous_id", "device_id", "client_id", "cookie_id", "访客", "访客id", "设备id",
            ],
            .item: itemNames,
            .id: ["id", "event_id", "message_id"],
            .session: ["session", "session_id", "user_session", "会话", "会话id"],
            .order: [
                "order", "order_id", "transaction_id", "invoice", "invoice_no", "basket_id", "订单", "订单号", "订单id",
            ],
            .decision: ["decision", "decision_id", "recommendation_id", "trace_id", "request_id"],
            .surface: ["surface", "placement", "scene", "scene_id", "page_type", "场景"],
            .position: ["position", "rank", "slot", "位置"],
            .quantity: ["quantity", "qty", "数量"],
            .value: ["value", "rating", "score", "stars", "dwell", "dwell_time", "评分"],
            .text: ["text", "query", "search_term", "search_query", "review", "review_text", "comment", "搜索词", "评论"],
            .title: ["title", "item_title", "item_name", "product_name", "product_title", "标题", "商品名称"],
        ]) { _, new in new },
        required: [[.kind], [.time], [.shopper, .visitor, .session]],
        matchesLoosely: true,
        impliedKinds: [(.value, "rating")])

    static let genericItems = TableMapping(
        table: .items,
        columns: facts.merging([
            .item: itemNames + ["id"],
            .title: [
                "title", "name", "item_title", "item_name", "product_name", "product_title", "标题", "名称", "商品名称",
            ],
            .stock: ["stock", "inventory", "stock_quantity", "quantity", "库存"],
            .status: ["status"],
            .text: ["text", "description", "item_description", "product_description", "body", "描述", "详情"],
            .availableFrom: ["available_from", "published_at", "publish_time", "pub_time"],
            .availableUntil: ["available_until", "expires_at", "expire_time"],
        ]) { _, new in new },
        keepsOtherColumns: true,
        required: [[.item], [.title, .titleEnglish, .titleChinese, .category, .brand, .price, .stock, .text]],
        excluded: [[.shopper], [.visitor], [.session], [.kind, .time], [.order], [.quantity, .time]],
        matchesLoosely: true)

    static let genericShoppers = TableMapping(
        table: .shoppers,
        columns: [.shopper: shopperNames + ["id"]],
        keepsOtherColumns: true,
        required: [[.shopper]],
        excluded: [[.item], [.order], [.kind, .time]],
        matchesLoosely: true)
}
