/// What is to happen, what an operator should know, and who set what.
extension APIDocument {
    static let records = [
        APIOperation(
            method: "get", path: "/v1/schedule", id: "getSchedule", tag: "steering", summary: "What is to be done when",
            role: .operate, answers: [.init(description: "What is left of it.", schema: schedule)]),
        APIOperation(
            method: "put", path: "/v1/schedule", id: "setSchedule", tag: "steering",
            summary: "Say what is to be done when: dials to be turned, models to be trained again", role: .admin,
            body: .init(
                description: "All of it.", schemas: [.json: APISchemas.reference("ScheduleAsk")],
                limit: RecordRoutes.scheduleBytes),
            answers: [.init(description: "It holds.", schema: schedule)],
            problems: [
                422: """
                A dial or a time out of its range, a policy that is none, or JSON of another shape: `dials.range`, \
                `policy.unknown`, `parameter`, `schedule.training`, `schedule.turns`, `body.type`.
                """
            ]),
        APIOperation(
            method: "get", path: "/v1/alerts", id: "listAlerts", tag: "operation",
            summary: "What an operator should know, the newest first", role: .operate, parameters: pageOfNumbers,
            answers: [.init(description: "A page.", schema: APISchemas.reference("AlertPage"))],
            problems: [400: "A number that is none: `page.number`."]),
        APIOperation(
            method: "get", path: "/v1/changes", id: "listChanges", tag: "operation",
            summary: "What was set, when and by whom, the newest first", role: .operate,
            parameters: pageOfNumbers + [
                parameter("subject", "Of one subject alone, such as `dials` or `rules`.", ["type": "string"])
            ],
            answers: [.init(description: "A page.", schema: APISchemas.reference("ChangePage"))],
            problems: [400: "A number that is none: `page.number`."]),
    ]

    private static let schedule = APISchemas.reference("Schedule")
}
