/// The shapes of bodies and headers, by the names that the document knows them by.
enum APISchemas {
    static let all: [String: JSONValue] = [
        common,
        asks,
        policyNames,
        rows,
        things,
        traces,
        states,
        rules,
        programmes,
        records,
        pages,
        people,
        outcomes,
    ].reduce(into: [:]) { $0.merge($1) { own, _ in own } }

    static func reference(_ schema: String) -> JSONValue { ["$ref": .text("#/components/schemas/\(schema)")] }
    static func header(_ name: String) -> JSONValue { ["$ref": .text("#/components/headers/\(name)")] }

    static let headers: [String: JSONValue] = [
        "RequestId": [
            "required": true, "description": "The number of the request in the server's log.", "schema": text,
        ],
        "EntityTag": [
            "required": true, "description": "Of this state: the same tag means the same bytes.", "schema": text,
        ],
        "Challenge": ["required": true, "description": "How to say who one is.", "schema": ["const": "Bearer"]],
        "RetryAfter": ["required": true, "description": "Seconds to wait.", "schema": ["type": "string"]],
    ]

    // MARK: Parts

    static let text: JSONValue = ["type": "string"]
    /// An empty one in a path would be the path above.
    static let name: JSONValue = ["type": "string", "minLength": 1]
    static let number: JSONValue = ["type": "number"]
    static let count: JSONValue = ["type": "integer", "minimum": 0]
    static let flag: JSONValue = ["type": "boolean"]
    static let time: JSONValue = ["type": "string", "format": "date-time"]
    static let chance: JSONValue = ["type": "number", "minimum": 0, "maximum": 1]

    static func many(_ schema: JSONValue) -> JSONValue { ["type": "array", "items": schema] }
    static func named(_ schema: JSONValue) -> JSONValue { ["type": "object", "additionalProperties": schema] }
    static func told(_ schema: JSONValue, _ description: String) -> JSONValue {
        schema.merging(["description": .text(description)])
    }

    /// All of `members` are always there, `optional` ones where there is something to say.
    static func object(
        _ members: [String: JSONValue], optional: [String: JSONValue] = [:], _ description: String? = nil
    ) -> JSONValue {
        var schema: [String: JSONValue] = [
            "type": "object", "properties": .object(members.merging(optional) { own, _ in own }),
            "required": .array(members.keys.sorted().map(JSONValue.text)),
        ]
        schema["description"] = description.map(JSONValue.text)
        return .object(schema)
    }

    /// What is sent: what may be left out may also be `null`, which says the same.
    static func asked(
        _ members: [String: JSONValue], optional: [String: JSONValue], isStrict: Bool = false,
        _ description: String? = nil
    ) -> JSONValue {
        let schema = object(members, optional: optional.mapValues(orNull), description)
        return isStrict ? schema.merging(["additionalProperties": false]) : schema
    }

    /// The same schema, or `null`.
    static func orNull(_ schema: JSONValue) -> JSONValue {
        if schema["type"] == "null" { return schema }
        guard case .text(let type)? = schema["type"], schema["format"] == nil else {
            return ["anyOf": [schema, ["type": "null"]]]
        }
        let orNull = schema.merging(["type": [.text(type), "null"]])
        guard case .array(let values)? = schema["enum"] else { return orNull }
        return orNull.merging(["enum": .array(values + [nil])])
    }

    /// Of several members that may be left out, one alone is there and not `null`.
    ///
    /// - Parameter more: what else holds where a member is the one.
    static func one(of members: [String], more: [String: JSONValue] = [:]) -> JSONValue {
        .array(
            members.map { member in
                var parts = Dictionary(uniqueKeysWithValues: members.map { ($0, ["type": "null"] as JSONValue) })
                parts[member] = isThere
                let arm: JSONValue = ["required": [.text(member)], "properties": .object(parts)]
                return more[member].map { ["allOf": [arm, $0]] } ?? arm
            })
    }

    /// Of a member that may be `null`.
    static let isThere: JSONValue = ["not": ["type": "null"]]

    private static let common: [String: JSONValue] = [
        "Problem": object(
            [
                "type": told(
                    ["type": "string", "format": "uri"],
                    "`urn:equipoise:problem:CODE`, or `about:blank` where the status says all."),
                "title": text, "status": ["type": "integer", "minimum": 400, "maximum": 599],
                "request": told(text, "The number of the request, as in `X-Request-Id`."),
            ],
            optional: [
                "detail": told(text, "What is wrong with this request."),
                "remedy": told(text, "What its sender can do."),
            ], "What went wrong: RFC 9457."),
        "Probe": object(["status": ["enum": ["alive", "ready"]]]),
    ]
}
