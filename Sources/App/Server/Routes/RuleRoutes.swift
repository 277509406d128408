import Commerce
import Engine
import Explore
import Foundation
import HTTPTypes
import Hummingbird

/// `/v1/rules`: pins, boosts, exclusions and quotas, all at once or one by its name.
struct RuleRoutes {
    static let bodyBytes = 1 << 20

    func add(to router: RouterGroup<ServerContext>) {
        router.get("rules") { request, context in
            let shop = try context.shop(for: .operate)
            return try answer(await shop.rules, ifOtherThanHeldBy: request)
        }
        router.put("rules") { request, context in
            let shop = try context.shop(for: .admin)
            let rules = try Self.book(try await Self.body(of: request))
            try await shop.follow(rules, by: context.author)
            return try answer(rules)
        }
        router.get("rules/{name}") { request, context in
            let shop = try context.shop(for: .operate)
            let name = try context.name("name")
            guard let rule = await shop.rules.rules.first(where: { $0.name == name }) else { throw Self.unknown(name) }
            return try answer(rule, ifOtherThanHeldBy: request)
        }
        router.put("rules/{name}") { request, context in
            let shop = try context.shop(for: .admin)
            let rule = try Self.rule(try await Self.body(of: request), named: try context.name("name"))
            try await Self.telling { try await shop.follow(rule, by: context.author) }
            return try answer(rule)
        }
        router.delete("rules/{name}") { _, context in
            let shop = try context.shop(for: .admin)
            let name = try context.name("name")
            guard try await shop.drop(rule: name, by: context.author) else { throw Self.unknown(name) }
            return try answer(await shop.rules)
        }
    }

    /// A rule file.
    ///
    /// - Throws: ``Problem`` 422 for what is none, 409 for rules that contradict each other, or themselves.
    static func book(_ json: Data) throws -> RuleBook {
        do { return try RuleBook(json: json) } catch let error as ExploreError { throw Problem(rules: error) }
    }

    /// One entry of a rule file; its name, where it has one, must be that of the path.
    static func rule(_ json: Data, named name: String) throws -> Rule {
        guard var entry = try? JSONSerialization.jsonObject(with: json) as? [String: Any] else {
            throw Problem(.unprocessableContent, code: "rules.json", detail: "a rule is a JSON object")
        }
        if entry["name"] == nil || entry["name"] is NSNull { entry["name"] = name }
        if let own = entry["name"] as? String, !own.isEmpty, own != name {
            throw Problem(
                .conflict, code: "rules.name", detail: "the rule is named '\(own)', its path '\(name)'",
                remedy: "use one name in both")
        }
        return try book(JSONSerialization.data(withJSONObject: ["rules": [entry]])).rules[0]
    }

    private static func body(of request: Request) async throws -> Data {
        try request.requireMedia(.json)
        let bytes = Data(try await request.bytes(upTo: bodyBytes))
        guard (try? JSONSerialization.jsonObject(with: bytes, options: .fragmentsAllowed)) != nil else {
            throw Problem(.badRequest, code: "body.json", detail: "the body is not JSON")
        }
        return bytes
    }

    /// What is wrong with rules is the sender's to mend.
    static func telling<Value>(_ act: () async throws -> Value) async throws -> Value {
        do { return try await act() } catch let error as ExploreError { throw Problem(rules: error) }
    }

    private static func unknown(_ name: String) -> Problem {
        Problem(.notFound, code: "rules.unknown", detail: "there is no rule '\(name)'")
    }
}

extension Problem {
    fileprivate init(rules error: ExploreError) {
        let contradicts = ["rules.contradict", "rules.period"].contains(error.code)
        self.init(
            contradicts ? .conflict : .unprocessableContent, code: error.code, detail: error.message,
            remedy: error.remedy)
    }
}
