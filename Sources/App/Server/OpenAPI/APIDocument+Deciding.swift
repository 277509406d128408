/// Lists, and the models behind them.
extension APIDocument {
    static let deciding = [
        APIOperation(
            method: "post", path: "/v1/decisions", id: "decide", tag: "decisions", summary: "A list to show",
            description: """
                Who looks is a `shopper`, a `visitor`, or nobody that is known. Events that answer the list quote its `id`. \
                Where nothing may be shown, `items` is empty, there is no `id`, and `reason` says why.

                \(idempotencyKey)
                """, role: .decide,
            body: .init(
                description: "What the page asks for.", schemas: [.json: APISchemas.reference("DecisionAsk")],
                limit: 1 << 16),
            answers: [
                .init(
                    description: "The list. It is on the disk, with all that is needed to make it again.",
                    schema: APISchemas.reference("DecisionAnswer"))
            ],
            problems: [
                400:
                    "No body, or none that can be read, or a key that is none: `body.missing`, `body.broken`, `body.json`, `repeat.key`.",
                409: "The first request of this key is being answered: `repeat.underway`.",
                404:
                    "The page is about an item or a category that there is not: `decision.anchor`, `decision.category`.",
                422: """
                JSON of another shape: `body.type`, `body.member`, `body.value`, `decision.surface`, `decision.count`, \
                `decision.filter`. A key that came with another body: `repeat.body`.
                """,
                507: "The disk is full; the list must not be shown: `ledger.full`.",
            ]),
        APIOperation(
            method: "get", path: "/v1/decisions/{id}", id: "getDecision", tag: "decisions",
            summary: "Everything about a decision",
            description: """
                How it came about, what came of it once its window has closed, and whether its record gives the same list \
                again, bit for bit.
                """, role: .operate,
            parameters: [path("id", "The decision.", APISchemas.name)],
            answers: [.init(description: "The trace.", schema: APISchemas.reference("DecisionTrace"))],
            problems: [
                400: "The path is not UTF-8: `path.encoding`.", 404: "There is no such decision: `decision.unknown`.",
            ]),
    ]

    static let dials = [
        APIOperation(
            method: "get", path: "/v1/dials", id: "getDials", tag: "operation",
            summary: "How much is explored, and how much lists stay the same", role: .operate,
            answers: [.init(description: "As they stand.", schema: APISchemas.reference("Dials"))]),
        APIOperation(
            method: "put", path: "/v1/dials", id: "turnDials", tag: "operation", summary: "Turn the dials",
            description: "From the next decision on, also after a restart. What was spent and earned stays counted.",
            role: .admin,
            body: .init(
                description: "The dials to turn.", schemas: [.json: APISchemas.reference("DialsAsk")], limit: 1 << 16),
            answers: [.init(description: "As they stand now.", schema: APISchemas.reference("Dials"))],
            problems: [
                422: """
                A policy that is none, a dial out of its range, or JSON of another shape: `policy.unknown`, `parameter`, \
                `dials.range`, `body.type`, `body.value`.
                """
            ]),
    ]

    static let models = [
        APIOperation(
            method: "get", path: "/v1/tasks", id: "listTasks", tag: "models",
            summary: "What goes on beside the requests, and went on since the start: the newest hundred",
            role: .operate,
            answers: [.init(description: "The oldest first.", schema: list("tasks", of: "Task"))]),
        APIOperation(
            method: "get", path: "/v1/tasks/{id}", id: "getTask", tag: "models", summary: "A task", role: .operate,
            parameters: [
                path(
                    "id", "The task.",
                    ["type": "integer", "format": "int64", "minimum": 1, "maximum": 9_007_199_254_740_991])
            ],
            answers: [.init(description: "The task.", schema: APISchemas.reference("Task"))],
            problems: [
                400: "That is no number: `task.number`, `path.encoding`.",
                404: "There is no such task: `task.unknown`.",
            ]),
        APIOperation(
            method: "post", path: "/v1/tasks/training", id: "train", tag: "models", summary: "Train the models again",
            description: """
                In a process of its own. When it is done, its models propose; until then the old ones do.

                \(idempotencyKey)
                """,
            role: .admin,
            body: .init(
                description: "What to train.", schemas: [.json: APISchemas.reference("TrainingAsk")], limit: 1 << 16),
            answers: [
                .init(
                    status: 202, description: "It has begun; `/v1/tasks/{id}` tells how it goes.",
                    schema: APISchemas.reference("Task"))
            ],
            problems: [
                400:
                    "No body, or none that can be read, or a key that is none: `body.missing`, `body.broken`, `body.json`, `repeat.key`.",
                409: "A training is under way, or the first request of this key: `task.running`, `repeat.underway`.",
                422:
                    "JSON of another shape, or a key that came with another body: `body.type`, `body.value`, `repeat.body`.",
            ]),
        APIOperation(
            method: "get", path: "/v1/snapshots", id: "listSnapshots", tag: "models",
            summary: "The trained models that are still there", role: .operate,
            answers: [.init(description: "The newest first.", schema: list("snapshots", of: "Snapshot"))]),
        APIOperation(
            method: "post", path: "/v1/snapshots/{version}/promote", id: "promoteSnapshot", tag: "models",
            summary: "Go on with the models of a snapshot: back to an older one, or forth", role: .admin,
            parameters: [path("version", "The snapshot.", APISchemas.name)],
            answers: [
                .init(description: "All snapshots, after the change.", schema: list("snapshots", of: "Snapshot"))
            ],
            problems: [
                400: "The path is not UTF-8: `path.encoding`.", 404: "There is no such snapshot: `snapshot.unknown`.",
            ]),
    ]

    private static func list(_ name: String, of schema: String) -> JSONValue {
        APISchemas.object([name: ["type": "array", "items": APISchemas.reference(schema)]])
    }
}
