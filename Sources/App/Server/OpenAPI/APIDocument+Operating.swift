/// Probes and figures, and the parts that operations are made of.
extension APIDocument {
    static let probes = [
        APIOperation(
            method: "get", path: "/livez", id: "isAlive", tag: "operation", summary: "Whether the process answers",
            answers: [.init(description: "It does.", schema: APISchemas.reference("Probe"))]),
        APIOperation(
            method: "get", path: "/readyz", id: "isReady", tag: "operation",
            summary: "Whether requests should be sent here",
            answers: [.init(description: "They should.", schema: APISchemas.reference("Probe"))],
            problems: [503: "What is learned cannot be stored: `serving.trouble`."]),
        APIOperation(
            method: "get", path: "/metrics", id: "metrics", tag: "operation", summary: "Figures for Prometheus",
            role: .operate,
            answers: [
                .init(
                    description: "In the text format 0.0.4.", mediaType: "text/plain; version=0.0.4; charset=utf-8",
                    schema: ["type": "string"])
            ]),
        APIOperation(
            method: "get", path: "/v1/openapi.json", id: "openAPI", tag: "operation", summary: "This document",
            parameters: [ifNoneMatch],
            answers: tagged("OpenAPI 3.1.", ["type": "object", "required": ["openapi", "info", "paths"]])),
        APIOperation(
            method: "get", path: "/v1/status", id: "status", tag: "operation", summary: "How the shop stands",
            role: .operate,
            answers: [.init(description: "As of now.", schema: APISchemas.reference("Status"))]),
    ]

    // MARK: Parts

    static func parameter(
        _ name: String, in place: String = "query", isRequired: Bool = false, _ description: String, _ schema: JSONValue
    ) -> JSONValue {
        [
            "name": .text(name), "in": .text(place), "required": .flag(isRequired), "description": .text(description),
            "schema": schema,
        ]
    }

    static func path(_ name: String, _ description: String, _ schema: JSONValue) -> JSONValue {
        parameter(name, in: "path", isRequired: true, description, schema)
    }

    /// Told in words: as a parameter, any key would seem to go with any body.
    static let idempotencyKey = """
        With a header `Idempotency-Key` of the sender's making, of at most \(RepeatedRequests.longestKey) characters, the same \
        body sent again within a day is answered as before and nothing is done again; after a restart of the server it is.
        """

    static let ifNoneMatch = parameter(
        "If-None-Match", in: "header", "The `ETag` of the state that the sender has.", ["type": "string"])

    static func tagged(_ description: String, _ schema: JSONValue) -> [APIOperation.Answer] {
        [
            .init(description: description, schema: schema, isTagged: true),
            .init(status: 304, description: "The sender has this state already.", isTagged: true),
        ]
    }
}
