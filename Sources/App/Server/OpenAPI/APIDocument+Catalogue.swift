import Engine

/// The catalogue.
extension APIDocument {
    static let catalogue = [
        APIOperation(
            method: "get", path: "/v1/items", id: "listItems", tag: "catalogue",
            summary: "The items of the shop, page after page",
            description: """
                In the order in which they came to the shop, which stays while the server runs: whoever follows `next` \
                meets each item once, and those that come meanwhile at the end. After a restart begin again.
                """, role: .operate,
            parameters: [
                parameter(
                    "limit", "Length of a page.",
                    [
                        "type": "integer", "minimum": .whole(ItemsAsk.limits.lowerBound),
                        "maximum": .whole(ItemsAsk.limits.upperBound), "default": .whole(ItemsAsk.usualLimit),
                    ]),
                parameter(
                    "cursor", "`next` of the page before; what is in it may change.", ["type": "string"]),
                parameter(
                    "text", "Words that must all stand in identifier, title, brand or category, in any case.",
                    APISchemas.text),
                parameter("category", "Any part of the category, or the whole, joined by '/'.", APISchemas.text),
                parameter("brand", "The brand.", APISchemas.text),
                parameter("onSale", "Only what can be sold now.", ["type": "boolean", "default": false]),
                ifNoneMatch,
            ],
            answers: tagged("A page.", APISchemas.reference("ItemPage")),
            problems: [
                400: "A limit or a flag that is none: `items.limit`, `query.flag`.",
                404: "The catalogue has no such place: `items.cursor`.",
            ]),
        APIOperation(
            method: "get", path: "/v1/items/{id}", id: "getItem", tag: "catalogue", summary: "An item as it is now",
            role: .operate,
            parameters: [path("id", "The item, as the shop names it.", APISchemas.name), ifNoneMatch],
            answers: tagged("The item.", APISchemas.reference("Item")),
            problems: [400: "The path is not UTF-8: `path.encoding`.", 404: "There is no such item: `item.unknown`."]),
        APIOperation(
            method: "get", path: "/v1/items/{id}/similar", id: "similarItems", tag: "catalogue",
            summary: "Items that go with an item",
            description: """
                By what each serving recommender has learned, joined by reciprocal rank, with the scores and reasons of each. \
                What is not on sale is left out. Before a training there are none.
                """, role: .operate,
            parameters: [
                path("id", "The item.", APISchemas.name),
                parameter("count", "How many.", whole(1...DecisionAsk.mostItems, usually: 10)),
            ],
            answers: [.init(description: "The best first.", schema: APISchemas.reference("ItemNeighbours"))],
            problems: [
                400: "A count that is none, or a path that is not UTF-8: `query.number`, `path.encoding`.",
                404: "There is no such item: `item.unknown`.",
            ]),
        APIOperation(
            method: "get", path: "/v1/items/{id}/figures", id: "itemFigures", tag: "catalogue",
            summary: "How an item does, day by day, and what the ranker believes of it", role: .operate,
            parameters: [
                path("id", "The item.", APISchemas.name),
                parameter(
                    "days", "How many days, today included.",
                    whole(CatalogueRoutes.days, usually: CatalogueRoutes.usualDays)),
            ],
            answers: [.init(description: "The figures.", schema: APISchemas.reference("ItemFigures"))],
            problems: [
                400: "Days that are none, or a path that is not UTF-8: `query.number`, `path.encoding`.",
                404: "There is no such item: `item.unknown`.",
            ]),
    ]
}
