extension Preset {
    /// RecBole's atomic files: tab separated, with a typed header (`user_id:token`). `.inter`, `.item` and `.user` are
    /// known by their columns.
    ///
    /// Interactions with a rating are ratings, others views. Without a `timestamp` the rows are taken to be in order.
    static let recbole = Preset(
        "recbole", summary: "RecBole .inter, .item and .user files (tab separated, name:type headers)",
        form: .delimited(delimiters: [UInt8(ascii: "\t"), UInt8(ascii: ",")], header: .typed),
        tables: [
            TableMapping(
                table: .events,
                columns: [
                    .shopper: ["user_id"], .item: ["item_id"], .time: ["timestamp"], .value: ["rating"],
                    .session: ["session_id"], .text: ["review"],
                ],
                required: [[.shopper, .session], [.item]],
                impliedKinds: [(.value, "rating"), (.item, "view")],
                orderIsTime: true),
            TableMapping(
                table: .items,
                columns: [
                    .item: ["item_id"], .title: ["title", "movie_title", "item_title", "item_name", "name"],
                    .brand: ["brand"], .category: ["category"], .text: ["description"],
                ],
                keepsOtherColumns: true,
                required: [[.item]],
                excluded: [[.shopper]]),
            TableMapping(
                table: .shoppers, columns: [.shopper: ["user_id"]], keepsOtherColumns: true,
                required: [[.shopper]], excluded: [[.item]]),
        ])
}
