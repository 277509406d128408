import Commerce
import Engine

/// Rows that a shop posts, and what became of them.
extension APISchemas {
    static let rows: [String: JSONValue] = [
        "ItemRow": row(
            [
                "id": told(APISchemas.name, "Also `item_id`, `sku` and other usual names."),
                "title": worded("In the shop's language."),
                "title_en": text, "title_zh": text,
                "category": [
                    "type": ["string", "array"], "items": text, "examples": ["Home/Kitchen", ["Home", "Kitchen"]],
                    "description": "From the broadest to the narrowest.",
                ],
                "brand": text, "price": amount, "currency": currency,
                "stock": told(count, "Units; left out where it is not known. 0 is sold out."), "text": text,
                "available_from": time, "available_until": time,
                "attributes": told(
                    named(["type": ["string", "number", "boolean"]]), "Whatever else there is to know."),
            ], "An item, described. Members of other names are kept as attributes."),
        "ShopperRow": row(
            [
                "id": told(APISchemas.name, "Also `shopper`, `user_id` and other usual names."),
                "attributes": told(
                    named(["type": ["string", "number", "boolean"]]),
                    "What the shop knows: a country, a level, a birthday."),
            ], "A shopper, described. Members of other names are kept as attributes."),
        "EventRow": row(
            [
                "kind": ["type": "string", "enum": .array(EventKind.allCases.map { .text($0.rawValue) })],
                "time": told(time, "When it happened, not when it was sent. One that is yet to come is refused."),
                "id": worded("Of the event: sent twice, it counts once."),
                "shopper": text, "visitor": text, "session": text, "item": text, "order": text,
                "decision": worded("The list that it answers."), "surface": text,
                "position": ["type": "integer", "minimum": 1], "quantity": number, "price": amount,
                "currency": currency,
                "value": told(number, "A rating, seconds of dwelling, or the like."),
                "text": worded("Of a search, a review or a message."),
                "attributes": named(["type": ["string", "number"]]),
            ],
            """
            An event. It has a `kind`, a `time`, a `shopper`, a `visitor` or a `session`, and an `item` where its kind is \
            about one. A purchase is about one item; one with many lines is many events with one `order`.
            """),
        "RowsAnswer": object(
            [
                "counts": told(
                    [
                        "type": "object", "additionalProperties": false,
                        "properties": .object(
                            Dictionary(uniqueKeysWithValues: statuses.map { ($0, ["type": "integer", "minimum": 1]) })),
                    ], "Rows by what became of them."),
                "rows": told(many(reference("RowAnswer")), "Those that were neither added nor changed."),
            ]),
        "RowAnswer": object(
            [
                "row": told(count, "From 0, as it was sent."),
                "status": [
                    "enum": .array(statuses.map(JSONValue.text)),
                    "description": """
                    `added`: new, and stored. `changed`: a description other than before, and stored. `known`: stored \
                    already. `contradicted`: stored already under this id with another content, which stands. `skipped`: \
                    understood, and nothing that a shop keeps. `rejected`: `code` and `message` say why.
                    """,
                ],
            ], optional: ["code": text, "field": text, "message": text, "remedy": text]),
    ]

    private static let statuses: [String] =
        [RowResult.Status.added, .changed, .known, .contradicted, .skipped, .rejected].map(\.rawValue)
    private static let amount: JSONValue = told(
        ["type": ["number", "string"]], "In whole units, such as 12.5, which may be written as text.")
    private static let currency: JSONValue = worded("An ISO 4217 code.")

    private static func worded(_ description: String) -> JSONValue { told(text, description) }

    private static func row(_ members: [String: JSONValue], _ description: String) -> JSONValue {
        ["type": "object", "description": .text(description), "properties": .object(members)]
    }
}
