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
                description: "The rules.", schemas: [.json: APISchemas.reference("RulesAsk")],
                limit: RuleRoutes.bodyBytes),
            answers: [.init(description: "They hold.", schema: APISchemas.reference("Rules"))],
            problems: [409: contradiction, 422: wrong]),
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
            problems: [400: "No body, no JSON, or a path that is not UTF-8.", 409: contradiction, 422: wrong]),
        APIOperation(
            method: "delete", path: "/v1/rules/{name}", id: "dropRule", tag: "steering", summary: "Drop a rule",
            role: .admin, parameters: [ruleName],
            answers: [.init(description: "Those that are left.", schema: APISchemas.reference("Rules"))],
            problems: [400: encoding, 404: unknown]),
    ]

    private static let ruleName = path("name", "The rule.", APISchemas.name)
    private static let wrong = "What is no rule: `rules.json`, `rule`."
    private static let contradiction = """
        Rules that contradict each other or bear one name, a rule that ends before it begins, or one of another name than the \
        path: `rules.contradict`, `rules.period`, `rules.name`.
        """
    private static let encoding = "The path is not UTF-8: `path.encoding`."
    private static let unknown = "There is no such rule: `rules.unknown`."
}
