import Commerce

extension Preset {
    /// `UserBehavior.csv` of Taobao (Tianchi): user, item, category, behaviour, Unix seconds, without a header. Each
    /// item's category is told with the item.
    static let taobao = Preset(
        "taobao", summary: "Taobao UserBehavior.csv: user,item,category,behaviour,timestamp without a header",
        form: .delimited(
            delimiters: [UInt8(ascii: ","), UInt8(ascii: "\t")],
            header: .implied(["user", "item", "category", "behaviour", "timestamp"])),
        tables: [
            TableMapping(
                table: .events,
                columns: [
                    .shopper: ["user"], .item: ["item"], .category: ["category"], .kind: ["behaviour"],
                    .time: ["timestamp"],
                ],
                required: [[.kind], [.time], [.shopper]],
                kinds: KindWords(
                    [.view: ["pv"], .purchase: ["buy"], .cart: ["cart"], .favourite: ["fav"]],
                    rejectsUnknown: true))
        ])
}
