import Commerce
import Engine

/// Items, shoppers and events, posted.
extension APIDocument {
    static let intake = [
        posting(
            "items", id: "postItems", summary: "Describe items: one or many, each answered for itself",
            description: """
                New items can be shown at once, sold-out ones no longer are. What a description leaves open stays as it was. \
                What is told as `added` or `changed` is on the disk. Posting the same again changes nothing.
                """, row: "ItemRow"),
        posting(
            "shoppers", id: "postShoppers", summary: "Describe shoppers: one or many, each answered for itself",
            description: """
                What a description leaves open stays as it was. Nobody need be described: a shopper is known from the first \
                event or list that names one.
                """, row: "ShopperRow"),
        posting(
            "events", id: "postEvents", summary: "Tell what happened: one event or many, each answered for itself",
            description: """
                Events count from the next decision on. What is told as `added` is on the disk. An event with an `id` counts \
                once, however often it is sent; without one, every sending is an event of its own.
                """, row: "EventRow"),
    ]

    private static func posting(
        _ name: String, id: String, summary: String, description: String, row: String
    ) -> APIOperation {
        let limits = RequestLimits()
        let rows: JSONValue = ["type": "array", "items": APISchemas.reference(row)]
        let others: JSONValue = [
            "type": ["object", "array"],
            "description": "Rows in the layout that `preset` names. What cannot be read as one is answered row by row.",
        ]
        return APIOperation(
            method: "post", path: "/v1/\(name)", id: id, tag: "intake", summary: summary, description: description,
            role: .ingest,
            parameters: [
                parameter(
                    "preset", "The layout of the rows: ours, or as GA4, Segment or AIRec write them.",
                    ["type": "string", "enum": .array(PostedRows.presets.map(JSONValue.text)), "default": "jsonl"]),
                parameter(
                    "currency", "Of prices that name none: an ISO 4217 code.",
                    ["type": "string", "enum": .array(Currency.codes.map(JSONValue.text))]),
            ],
            body: .init(
                description: """
                    A JSON object, an array of objects, or an object on each line; plain or gzip. At most \(limits.rows) rows.
                    """,
                schemas: [
                    .json: ["anyOf": [APISchemas.reference(row), rows, others]],
                    .jsonLines: ["type": "string", "minLength": 1, "description": "An object on each line."],
                ], limit: limits.bodyBytes),
            answers: [.init(description: "What became of the rows.", schema: APISchemas.reference("RowsAnswer"))],
            problems: [
                400: """
                No body, no JSON, or a layout or currency that is none: `body.missing`, `body.broken`, `rows.json`, `rows.preset`, \
                `currency.unknown`.
                """,
                413: """
                More than \(limits.bodyBytes) bytes, \(limits.rows) rows, or \(limits.unpackedBytes) bytes after gzip, unless the \
                server is set otherwise: `body.large`, `rows.many`, `rows.unpacked`.
                """,
            ])
    }
}
