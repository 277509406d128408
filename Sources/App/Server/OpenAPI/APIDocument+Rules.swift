/// The shop's wishes.
extension APIDocument {
    static let rules = [
        APIOperation(
            method: "get", path: "/v1/rules", id: "listRules", tag: "steering",
            summary: "The rules of the shop, in order",
            role: .operate, parameters: [ifNoneMatch], answers: tagged("All of them.", APISchemas.reference("Rules"))),
        APIOperation(
            method: "put", path: "/v1/rules", id: "setRules", tag: "steering",
            summary: "Go by these rules and no others",
            description: "From the next decision on. All of them hold, or where one is wrong none.", role: .admin,
            body: .init(
                description: "The rules.", schemas: [.json: APISchemas.reference("Rules")], limit: RuleRoutes.bodyBytes),
            answers: [.init(description: "They hold.", schema: APISchemas.reference("Rules"))],
            problems: [422: wrong]),
        APIOperation(
            method: "get", path: "/v1/rules/{name}", id: "getRule", tag: "steering", summary: "A rule", role: .operate,
            parameters: [ruleName, ifNoneMatch], answers: tagged("The rule.", APISchemas.reference("Rule")),
            problems: [400: encoding, 404: unknown]),
        APIOperation(
            method: "put", path: "/v1/rules/{name}", id: "setRule", tag: "steering",
            summary: "Put a rule in the place of the one of its name, or after the others", role: .admin,
            parameters: [ruleName],
            body: .init(
                description: "The rule; its name is that of the path.",
                schemas: [.json: APISchemas.reference("RuleBody")], limit: RuleRoutes.bodyBytes),
            answers: [.init(description: "It holds.", schema: APISchemas.reference("Rule"))],
            problems: [400: "No body, no JSON, or a path that is not UTF-8.", 422: wrong]),
        APIOperation(
            method: "delete", path: "/v1/rules/{name}", id: "dropRule", tag: "steering", summary: "Drop a rule",
            role: .admin, parameters: [ruleName],
            answers: [.init(description: "Those that are left.", schema: APISchemas.reference("Rules"))],
            problems: [400: encoding, 404: unknown]),
    ]

    private static let ruleName = path("name", "The rule.", APISchemas.name)
    private static let wrong =
        "A rule that is none, or two that contradict each other: `rules.json`, `rules.name`, `rule`, `rules.contradict`."
    private static let encoding = "The path is not UTF-8: `path.encoding`."
    private static let unknown = "There is no such rule: `rules.unknown`."
}

extension APISchemas {
    static let rules: [String: JSONValue] = [
        "Rules": object(["rules": many(reference("Rule"))]),
        "Rule": ruleSchema(isNamed: true), "RuleBody": ruleSchema(isNamed: false),
    ]

    private static func ruleSchema(isNamed: Bool) -> JSONValue {
        let named: [String: JSONValue] = ["name": told(name, "Decisions are explained by it.")]
        let schema = object(
            isNamed ? named : [:], optional: members.merging(isNamed ? [:] : named) { own, _ in own },
            "Does one thing: `pin`, `adjust`, `exclude`, `atMost` or `atLeast`.")
        let actions: [JSONValue] = ["pin", "adjust", "exclude", "atMost", "atLeast"].map { ["required": [.text($0)]] }
        return schema.merging(["oneOf": .array(actions), "additionalProperties": false])
    }

    private static func strict(_ members: [String: JSONValue], optional: [String: JSONValue] = [:]) -> JSONValue {
        object(members, optional: optional).merging(["additionalProperties": false])
    }

    private static let members: [String: JSONValue] = [
        "pin": strict(["item": name, "position": ["type": "integer", "minimum": 1]]),
        "adjust": told(
            strict(
                [:],
                optional: [
                    "factor": ["type": "number", "exclusiveMinimum": 0, "maximum": 1_000_000],
                    "add": ["type": "number", "minimum": -1_000_000, "maximum": 1_000_000],
                ]), "Expected reward becomes `mean + (factor - 1) * abs(mean) + add`."),
        "exclude": ["const": true], "atMost": count,
        "atLeast": ["type": "integer", "minimum": 1],
        "each": told(["enum": ["department", "category", "brand", "seller"]], "With `atMost`: of every single value."),
        "where": told(
            strict([:], optional: ["items": many(text), "category": text, "brand": text, "seller": text]),
            "All that are named must fit."),
        "surface": text, "from": time, "until": time,
    ]
}
