import Commerce
import Engine
import Explore
import Foundation
import Hummingbird

/// Forms that steer: dials, policies, rules, the schedule, questions to the log.
struct SteeringForms: Sendable {
    let door: ConsoleDoor

    func add(to router: Router<ServerContext>) {
        for page in ["exploration", "consistency"] {
            door.post("console/\(page)/dials", for: .admin, backTo: "/console/\(page)", router) { form in
                let body = DialRoutes.Body(
                    policy: form.fields["policy"], familiarity: try form.number("familiarity"),
                    shared: try form.number("shared"), windowSeconds: try form.number("windowSeconds"))
                try await form.shop.turn(try DialRoutes.change(await form.shop.dials, by: body), by: form.author)
            }
        }
        addPolicies(to: router)
        addRules(to: router)
        door.post("console/settings/schedule", for: .admin, backTo: "/console/settings", router) { form in
            let json = Data((form.fields["schedule"] ?? "").utf8)
            guard let schedule = try? JSONDecoder().decode(ShopSchedule.self, from: json) else {
                throw Problem(
                    .unprocessableContent, code: "body.json",
                    detail: "the schedule is not JSON of the shape that is shown")
            }
            try await RuleRoutes.telling { try await form.shop.set(schedule, by: form.author) }
        }
        door.post("console/evaluations/ask", for: .operate, backTo: "/console/evaluations", router) { form in
            func given(_ name: String) -> String? {
                form.fields[name].map { $0.trimmingCharacters(in: .whitespaces) }.flatMap { $0.isEmpty ? nil : $0 }
            }
            let targets = EvaluationAsk.names(given("targets") ?? "")
            _ = try await form.shop.evaluate(
                EvaluationAsk(targets: targets, surface: given("surface"), loggedBy: given("loggedBy")),
                by: form.author)
        }
    }

    private func addPolicies(to router: Router<ServerContext>) {
        func post(_ act: String, _ body: @escaping @Sendable (ConsoleDoor.Form) async throws -> Void) {
            door.post("console/policies/\(act)", for: .admin, backTo: "/console/policies", router, body)
        }
        @Sendable func number(_ form: ConsoleDoor.Form) -> Int { Int(form.fields["number"] ?? "") ?? 0 }
        post("propose") { form in
            try await form.shop.propose(try DialRoutes.policy(form.fields["policy"] ?? ""), by: form.author)
        }
        post("judge") { form in try await form.shop.judge(number(form)) }
        post("trial") { form in try await form.shop.beginTrial(of: number(form), by: form.author) }
        post("withdraw") { form in try await form.shop.withdraw(number(form), by: form.author) }
        post("rollback") { form in try await form.shop.rollBack(by: form.author) }
        post("terms") { form in
            let shares = (form.fields["shares"] ?? "").split(separator: ",").map {
                Double($0.trimmingCharacters(in: .whitespaces)) ?? .nan
            }
            let body = TermsBody(
                shares: shares, stageHours: try form.number("stageHours"),
                stageDecisions: try form.number("stageDecisions").map { Int(exactly: $0) ?? 0 },
                margin: try form.number("margin"), confidence: try form.number("confidence"),
                judgedDays: try form.number("judgedDays"))
            try await form.shop.set(body.laid(over: await form.shop.programme.terms), by: form.author)
        }
    }

    private func addRules(to router: Router<ServerContext>) {
        func post(_ act: String, _ body: @escaping @Sendable (ConsoleDoor.Form) async throws -> Void) {
            door.post("console/rules/\(act)", for: .admin, backTo: "/console/rules", router, body)
        }
        post("add") { form in
            let rule = try RuleForm(fields: form.fields).rule()
            try await RuleRoutes.telling { try await form.shop.follow(rule, by: form.author) }
        }
        post("drop") { form in _ = try await form.shop.drop(rule: form.fields["name"] ?? "", by: form.author) }
        post("file") { form in
            try await form.shop.follow(try RuleRoutes.book(Data((form.fields["file"] ?? "").utf8)), by: form.author)
        }
    }
}
