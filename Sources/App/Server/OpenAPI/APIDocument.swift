import Engine

/// What the server can be asked, as OpenAPI 3.1 has it: `GET /v1/openapi.json`.
///
/// Tests compare it with the routes of the router and with the answers of a running server.
enum APIDocument {
    static let operations: [APIOperation] = [
        probes,
        intake,
        catalogue,
        people,
        logs,
        deciding,
        outcomes,
        dials,
        rules,
        policies,
        records,
        evaluations,
        models,
        tag,
    ].flatMap(\.self)

    static let json: JSONValue = [
        "openapi": "3.1.0",
        "info": [
            "title": "Equipoise",
            "version": .text(Release.version),
            "summary": "Decisions for an online shop: what happens goes in, lists come out, and they get better.",
            "description": .text(introduction),
        ],
        "servers": [["url": "/", "description": "The server that this document came from."]],
        "tags": [
            ["name": "intake", "description": "What a shop sells, and what happens in it."],
            ["name": "catalogue", "description": "What the shop knows of its items."],
            ["name": "shoppers", "description": "Who they are, what they did, and what they were shown."],
            ["name": "decisions", "description": "Lists to show, and how they came about."],
            ["name": "pages", "description": "What a shop's pages ask from the browsers of visitors."],
            ["name": "steering", "description": "What the shop wishes, and how much is explored."],
            ["name": "models", "description": "Trainings and what they left."],
            ["name": "operation", "description": "How the server is."],
        ],
        "paths": .object(paths),
        "components": [
            "schemas": .object(APISchemas.all),
            "headers": .object(APISchemas.headers),
            "securitySchemes": [
                "key": [
                    "type": "http", "scheme": "bearer",
                    "description": """
                    A key that `equipoise keys make NAME --role ROLE` made. A server for which no key was made listens to \
                    its own machine alone and asks for none.
                    """,
                ]
            ],
        ],
    ]

    private static let introduction = """
        Every answer has the header `X-Request-Id`; the log of the server calls the request by that number. What goes wrong \
        is told as RFC 9457 has it, as `application/problem+json`, with a `type` that never changes \
        (`urn:equipoise:problem:CODE`, or `about:blank` where the status says all). A path that there is not answers 404, a \
        method that a path has not 405 with `Allow`; every `GET` has its `HEAD`. What may be left out of \
        what is sent may also be `null`, which says the same. Members that are not named here are passed over, but for \
        conditions and rules, where they are refused.
        """

    private static var paths: [String: JSONValue] {
        Dictionary(operations.map { ($0.path, [$0.method: $0.json]) }) { $0.merging($1) }
    }
}
