import Engine

/// The life of policies, and what is asked of the log.
extension APIDocument {
    static let policies = [
        APIOperation(
            method: "get", path: "/v1/policies", id: "getPolicies", tag: "steering",
            summary: "The policy that decides, those that would replace it, and how they are tried", role: .operate,
            answers: [whole("As they stand.")]),
        APIOperation(
            method: "put", path: "/v1/policies/terms", id: "setTerms", tag: "steering",
            summary: "Say how challengers are judged and tried", role: .admin,
            body: .init(
                description: "What is left out stays.", schemas: [.json: APISchemas.reference("TermsAsk")],
                limit: 1 << 16),
            answers: [.init(description: "They hold.", schema: APISchemas.reference("Terms"))],
            problems: [422: "Terms out of their range, or JSON of another shape: `policies.terms`, `body.type`."]),
        APIOperation(
            method: "post", path: "/v1/policies/rollback", id: "rollBack", tag: "steering",
            summary: "End the trial that is under way; where there is none, go back to the policy before",
            role: .admin, answers: [whole("After the change.")],
            problems: [409: "No other policy ever decided: `policies.first`."]),
        APIOperation(
            method: "post", path: "/v1/policies/challengers", id: "propose", tag: "steering",
            summary: "Propose a policy, and have it judged from the log", role: .admin,
            body: .init(
                description: "The policy.", schemas: [.json: APISchemas.reference("Proposal")], limit: 1 << 16),
            answers: [
                .init(
                    status: 202, description: "It is being judged; `/v1/tasks/{id}` tells how it goes.",
                    schema: APISchemas.object([
                        "challenger": APISchemas.reference("Challenger"), "task": APISchemas.reference("Task"),
                    ]))
            ],
            problems: [
                409: "It decides or is proposed already, or another is being judged: `policies.known`, `task.running`.",
                422: "A policy that is none, or JSON of another shape: `policy.unknown`, `parameter`, `body.member`.",
            ]),
        APIOperation(
            method: "get", path: "/v1/policies/challengers/{number}", id: "getChallenger", tag: "steering",
            summary: "A challenger: what the log says of it, and how its trial goes", role: .operate,
            parameters: [number], answers: [challenger], problems: [400: noNumber, 404: unknown]),
        APIOperation(
            method: "post", path: "/v1/policies/challengers/{number}/withdraw", id: "withdraw", tag: "steering",
            summary: "Take a challenger back; what was found of it stays", role: .admin, parameters: [number],
            answers: [challenger],
            problems: [400: noNumber, 404: unknown, 409: "It is on trial, or its story is over: `policies.state`."]),
        APIOperation(
            method: "post", path: "/v1/policies/challengers/{number}/judge", id: "judgeChallenger", tag: "steering",
            summary: "Judge a challenger again, from what the log holds by now", role: .admin, parameters: [number],
            answers: [
                .init(status: 202, description: "It is being judged.", schema: APISchemas.reference("Task"))
            ],
            problems: [
                400: noNumber, 404: unknown,
                409: "It is on trial, its story is over, or another is being judged: `policies.state`, `task.running`.",
            ]),
        APIOperation(
            method: "post", path: "/v1/policies/challengers/{number}/trial", id: "beginTrial", tag: "steering",
            summary: "Let a challenger decide for the first share of the people",
            description: """
                Only where the lower bound of what it would have earned beyond the champion lies above 0. It goes from share \
                to share by itself, is promoted at the end, and is taken back when it earns less beyond doubt.
                """, role: .admin, parameters: [number], answers: [challenger],
            problems: [
                400: noNumber, 404: unknown,
                409: "The log does not speak for it, or another is on trial: `policies.unproven`, `policies.trial`.",
            ]),
    ]

    static let evaluations = [
        APIOperation(
            method: "post", path: "/v1/evaluations", id: "evaluate", tag: "models",
            summary: "Ask the log what other policies would have earned", role: .operate,
            body: .init(
                description: "The question.", schemas: [.json: APISchemas.reference("EvaluationAsk")], limit: 1 << 16),
            answers: [
                .init(
                    status: 202,
                    description: "It is being answered; the task's `result` is the number of the evaluation.",
                    schema: APISchemas.reference("Task"))
            ],
            problems: [
                409: "Another is being answered: `task.running`.",
                422: """
                A target or estimator that is none, too many of them, or JSON of another shape: `target.unknown`, `target.lists`, \
                `evaluation.targets`, `evaluation.confidence`, `body.type`.
                """,
            ]),
        APIOperation(
            method: "get", path: "/v1/evaluations", id: "listEvaluations", tag: "models",
            summary: "Questions that were answered, the newest first", role: .operate, parameters: pageOfNumbers,
            answers: [.init(description: "A page.", schema: APISchemas.reference("EvaluationPage"))],
            problems: [400: "A number that is none: `page.number`."]),
        APIOperation(
            method: "get", path: "/v1/evaluations/{number}", id: "getEvaluation", tag: "models",
            summary: "A question and its answer", role: .operate, parameters: [number],
            answers: [.init(description: "Both.", schema: APISchemas.reference("Evaluation"))],
            problems: [400: noNumber, 404: "There is no such evaluation: `evaluation.unknown`."]),
    ]

    static let pageOfNumbers = [
        parameter(
            "limit", "Length of a page.",
            [
                "type": "integer", "minimum": .whole(PageAskNumbers.limits.lowerBound),
                "maximum": .whole(PageAskNumbers.limits.upperBound), "default": .whole(PageAskNumbers.usualLimit),
            ]),
        parameter(
            "before", "Those with a smaller number: `next` of the page before.",
            ["type": "integer", "format": "int64"]),
    ]

    private static let number = path(
        "number", "Its number.", ["type": "integer", "minimum": 1, "maximum": 9_007_199_254_740_991])
    private static let noNumber = "That is no number: `path.number`, `path.encoding`."
    private static let unknown = "There is no such challenger: `policies.unknown`."
    private static let challenger = APIOperation.Answer(
        description: "The challenger.", schema: APISchemas.reference("Challenger"))

    private static func whole(_ description: String) -> APIOperation.Answer {
        .init(description: description, schema: APISchemas.reference("Policies"))
    }
}
