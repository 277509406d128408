import Commerce
import Engine
import Explore
import HTTPTypes
import Hummingbird
import Ledger

/// `/v1/schedule`, `/v1/alerts`, `/v1/changes`: what is to happen, what an operator should know, and who set what.
struct RecordRoutes {
    static let scheduleBytes = 1 << 18

    func add(to router: RouterGroup<ServerContext>) {
        router.get("schedule") { _, context in try answer(await context.shop(for: .operate).schedule) }
        router.put("schedule") { request, context in
            let shop = try context.shop(for: .admin)
            let schedule = try await request.json(ShopSchedule.self, upTo: Self.scheduleBytes)
            try await RuleRoutes.telling { try await shop.set(schedule, by: context.author) }
            return try answer(schedule)
        }
        router.get("alerts") { request, context in
            let shop = try context.shop(for: .operate)
            let ask = try PageAskNumbers(request)
            let alerts = try shop.alerts(before: ask.before, limit: ask.limit)
            return try answer(Alerts(alerts: alerts, next: ask.next(after: alerts.last?.number, alerts.count)))
        }
        router.get("changes") { request, context in
            let shop = try context.shop(for: .operate)
            let ask = try PageAskNumbers(request)
            let subject = request.uri.queryParameters["subject"].map(String.init)
            let changes = try shop.changes(of: subject, before: ask.before, limit: ask.limit)
            return try answer(
                Changes(changes: changes.map(Change.init), next: ask.next(after: changes.last?.id, changes.count)))
        }
    }

    private struct Alerts: Encodable {
        var alerts: [LiveAlert]
        var next: Int64?
    }

    private struct Changes: Encodable {
        var changes: [Change]
        var next: Int64?
    }

    private struct Change: Encodable {
        var number: Int64?
        var time: Timestamp
        var author: String
        var subject: String
        var action: String
        /// JSON: what was set.
        var content: String

        init(_ change: ChangeRecord) {
            number = change.id
            time = change.time
            author = change.author
            subject = change.subject
            action = change.action
            content = change.content
        }
    }
}

/// Which part of what is numbered is asked for, from the newest backwards.
struct PageAskNumbers: Sendable {
    var limit: Int
    /// Those with a smaller number.
    var before: Int64?

    static let limits = 1...500
    static let usualLimit = 50

    /// - Throws: ``Problem`` 400.
    init(_ request: Request) throws {
        func number(_ name: String) throws -> Int64? {
            try request.uri.queryParameters[name[...]].map { text in
                guard let number = Int64(text) else {
                    throw Problem(.badRequest, code: "page.number", detail: "'\(name)' must be a whole number")
                }
                return number
            }
        }
        let limit = try number("limit") ?? Int64(Self.usualLimit)
        guard Int64(Self.limits.lowerBound)...Int64(Self.limits.upperBound) ~= limit else {
            throw Problem(
                .badRequest, code: "page.number",
                detail: "'limit' must be in \(Self.limits.lowerBound) ... \(Self.limits.upperBound)")
        }
        self.limit = Int(limit)
        before = try number("before")
    }

    /// `before` of the next page; nothing on the last.
    func next(after last: Int64?, _ count: Int) -> Int64? { count == limit ? last : nil }
}
