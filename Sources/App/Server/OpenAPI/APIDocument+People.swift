import Commerce
import Engine

/// Shoppers, and the log of what they did and were shown.
extension APIDocument {
    static let people = [
        APIOperation(
            method: "get", path: "/v1/shoppers/{id}", id: "getShopper", tag: "shoppers",
            summary: "What is known of a shopper",
            description: """
                What was told, what was counted, and the interests that follow from the last acts, each with the acts that weigh \
                most: they weigh half as much a month later.
                """, role: .operate, parameters: [shopper],
            answers: [.init(description: "The profile.", schema: APISchemas.reference("ShopperProfile"))],
            problems: unknownShopper),
        APIOperation(
            method: "get", path: "/v1/shoppers/{id}/events", id: "listShopperEvents", tag: "shoppers",
            summary: "What a shopper did, newest first", description: own, role: .operate,
            parameters: [shopper] + eventFilters + paging,
            answers: [.init(description: "A page.", schema: APISchemas.reference("EventPage"))],
            problems: [400: badFilter + " The path may not be UTF-8: `path.encoding`.", 404: noShopperOrPlace]),
        APIOperation(
            method: "get", path: "/v1/shoppers/{id}/decisions", id: "listShopperDecisions", tag: "shoppers",
            summary: "What a shopper was shown, newest first", description: own, role: .operate,
            parameters: [shopper] + decisionFilters + paging,
            answers: [.init(description: "A page.", schema: APISchemas.reference("DecisionPage"))],
            problems: [400: badFilter + " The path may not be UTF-8: `path.encoding`.", 404: noShopperOrPlace]),
        APIOperation(
            method: "get", path: "/v1/shoppers/{id}/lists", id: "listsForShopper", tag: "shoppers",
            summary: "What each recommender would show a shopper, side by side",
            description: "Nothing is decided or written down by it.", role: .operate,
            parameters: [
                shopper, parameter("count", "Length of each.", whole(1...DecisionAsk.mostItems, usually: 10)),
            ],
            answers: [
                .init(
                    description: "The recommenders that serve, best first.",
                    schema: APISchemas.object(["lists": APISchemas.many(APISchemas.reference("RecommenderList"))]))
            ],
            problems: unknownShopper.merging([
                400: "A count that is none, or a path that is not UTF-8: `query.number`, `path.encoding`."
            ]) { $1 }),
        APIOperation(
            method: "delete", path: "/v1/shoppers/{id}", id: "eraseShopper", tag: "shoppers",
            summary: "Forget a shopper for good",
            description: """
                Events, lists, what came of them, attributes, links and names, also of visitors who were this shopper and \
                nobody else. All or nothing; when it is answered, the ledger's file no longer has it. Models that were trained \
                with the shopper are named, and removed once the training that is begun for that has ended. A shopper whom \
                nobody has named is erased already. Exports and backups that were made before still have it.
                """, role: .admin, parameters: [shopper],
            answers: [.init(description: "What was erased.", schema: APISchemas.reference("Erasure"))],
            problems: [
                400: "The path is not UTF-8: `path.encoding`."
            ]),
    ]

    static let logs = [
        APIOperation(
            method: "get", path: "/v1/events", id: "listEvents", tag: "shoppers",
            summary: "What happened, newest first", role: .operate,
            parameters: eventFilters + [parameter("shopper", "Whose.", APISchemas.text)] + paging,
            answers: [.init(description: "A page.", schema: APISchemas.reference("EventPage"))],
            problems: [400: badFilter, 404: noPlace]),
        APIOperation(
            method: "get", path: "/v1/decisions", id: "listDecisions", tag: "decisions",
            summary: "What was decided, newest first",
            description: """
                Without what was chosen from: that is in the trace of each. With `item`, a page may be short, even empty, and \
                still have a `next`: some thousand decisions are looked through for each.
                """, role: .operate,
            parameters: decisionFilters + [parameter("shopper", "For whom.", APISchemas.text)] + paging,
            answers: [.init(description: "A page.", schema: APISchemas.reference("DecisionPage"))],
            problems: [400: badFilter, 404: noPlace]),
    ]

    // MARK: Parts

    static let shopper = path("id", "The shopper, as the shop names one.", APISchemas.name)
    static let unknownShopper = [
        400: "The path is not UTF-8: `path.encoding`.", 404: "Nobody has named such a shopper: `shopper.unknown`.",
    ]

    static func whole(_ range: ClosedRange<Int>, usually usual: Int) -> JSONValue {
        [
            "type": "integer", "minimum": .whole(range.lowerBound), "maximum": .whole(range.upperBound),
            "default": .whole(usual),
        ]
    }

    static let times = [
        parameter("from", "The first moment.", APISchemas.time),
        parameter("until", "The moment after the last.", APISchemas.time),
    ]

    private static let own = "Also as a visitor who is known to be this shopper and nobody else."
    private static let badFilter =
        "A filter that is none: `query.time`, `query.kind`, `query.number`."
    private static let noPlace = "The log has no such place: `log.cursor`."
    private static let noShopperOrPlace =
        "Nobody has named such a shopper, or the log has no such place: `shopper.unknown`, `log.cursor`."

    private static let eventFilters =
        times + [
            .object(
                [
                    "name": "kind", "in": "query", "required": false, "style": "form", "explode": false,
                    "description": "Kinds of events, separated by commas.",
                    "schema": [
                        "type": "array", "minItems": 1,
                        "items": ["type": "string", "enum": .array(EventKind.allCases.map { .text($0.rawValue) })],
                    ],
                ]),
            parameter("item", "What about.", APISchemas.text), parameter("surface", "Where.", APISchemas.text),
        ]

    private static let decisionFilters =
        times + [
            parameter("surface", "Where.", APISchemas.text),
            parameter("policy", "The policy: the word before its parenthesis, or a whole version.", APISchemas.text),
            parameter("item", "Only lists that show it.", APISchemas.text),
        ]

    private static let paging = [
        parameter("limit", "Length of a page.", whole(LogRoutes.limits, usually: LogRoutes.usualLimit)),
        parameter(
            "cursor", "`next` of the page before: places do not move, and what comes meanwhile is not among them.",
            APISchemas.text),
    ]
}
