import Engine

/// What came of lists, and the record as files.
extension APIDocument {
    static let outcomes = [
        APIOperation(
            method: "post", path: "/v1/outcomes", id: "tellOutcome", tag: "decisions",
            summary: "Tell what a list earned, where the shop works that out itself",
            description: """
                A reward that is told stands for everything that its position earned: events that answer it no longer count. \
                Purchases are the measure: one is 1. It can be told while the list takes answers (`settles` of its outcome). \
                Told again it is `known`; told otherwise it is `contradicted`, and the first stands.
                """, role: .ingest,
            body: .init(
                description: "The rewards.", schemas: [.json: APISchemas.reference("OutcomeAsk")], limit: 1 << 16),
            answers: [
                .init(
                    description: "What became of each. What is `added` is on the disk.",
                    schema: APISchemas.object([
                        "decision": APISchemas.text,
                        "positions": APISchemas.many(
                            APISchemas.object([
                                "position": ["type": "integer", "minimum": 1],
                                "status": ["enum": ["added", "known", "contradicted"]],
                            ])),
                    ]))
            ],
            problems: [
                404: "There is no such decision: `outcome.unknown`.",
                409: "The list takes no more answers: `outcome.late`.",
                422: """
                Rewards that are not of this list, or out of range, or JSON of another shape: `outcome.shape`, `outcome.range`, \
                `body.type`, `body.member`, `body.value`.
                """,
            ]),
        APIOperation(
            method: "get", path: "/v1/decisions/{id}/outcome", id: "getOutcome", tag: "decisions",
            summary: "What came of a list", role: .operate,
            parameters: [path("id", "The decision.", APISchemas.name)],
            answers: [.init(description: "As far as it is known.", schema: APISchemas.reference("Outcome"))],
            problems: [
                400: "The path is not UTF-8: `path.encoding`.", 404: "There is no such decision: `decision.unknown`.",
            ]),
        APIOperation(
            method: "get", path: "/v1/exports/{table}", id: "export", tag: "operation",
            summary: "The record as JSON lines, the oldest first",
            description: """
                Sent as it is read, packed with gzip for who accepts it. Decisions come with what came of them, as \
                `equipoise ope --preset decisions` reads them. What was taken out is not reached by erasing a shopper later.
                """, role: .admin,
            parameters: [
                path(
                    "table", "What to export.",
                    ["type": "string", "enum": .array(ExportedTable.allCases.map { .text($0.rawValue) })])
            ] + times,
            answers: [
                .init(
                    description: "A JSON object on each line. `from` and `until` do not apply to items.",
                    mediaType: MediaType.jsonLines.rawValue, schema: APISchemas.text)
            ],
            problems: [
                400: "A time that is none, or a path that is not UTF-8: `query.time`, `path.encoding`.",
                404: "There is nothing of this name to export: `export.unknown`.",
            ]),
    ]
}

extension APISchemas {
    static let outcomes: [String: JSONValue] = [
        "OutcomeAsk": asked(
            ["decision": text],
            optional: [
                "reward": told(number, "Of the whole list: every position gets the same share."),
                "rewards": [
                    "anyOf": [told(many(reward), "Of each position, from the first."), told(named(reward), "By item.")]
                ],
            ]
        ).merging(["oneOf": one(of: ["reward", "rewards"])]),
        "Outcome": object(
            [
                "decision": text, "isSettled": flag,
                "settles": told(time, "When the last answer can have come; it is settled soon after."),
            ],
            optional: [
                "reward": told(number, "Not there while it is open, as what follows."),
                "positions": many(
                    object(["item": text, "position": ["type": "integer", "minimum": 1], "reward": number])),
                "events": many(reference("Event")),
            ]),
    ]

    /// Of a position, in purchases.
    private static let reward: JSONValue = [
        "type": "number", "minimum": .number(ToldRewards.range.lowerBound),
        "maximum": .number(ToldRewards.range.upperBound),
    ]
}
