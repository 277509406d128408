import Commerce
import Engine
import HTTPTypes
import Hummingbird

/// `/v1/policies`: the policy that decides, those that would replace it, and how they are tried.
struct PolicyRoutes {
    struct Proposal: Decodable {
        var policy: String
    }

    func add(to router: RouterGroup<ServerContext>) {
        router.get("policies") { _, context in try await Self.policies(of: context.shop(for: .operate)) }
        router.put("policies/terms") { request, context in
            let shop = try context.shop(for: .admin)
            let terms = try await request.json(TermsBody.self).laid(over: await shop.programme.terms)
            try await shop.set(terms, by: context.author)
            return try answer(terms)
        }
        router.post("policies/rollback") { _, context in
            let shop = try context.shop(for: .admin)
            try await shop.rollBack(by: context.author)
            return try await Self.policies(of: shop)
        }
        router.post("policies/challengers") { request, context in
            let shop = try context.shop(for: .admin)
            let policy = try DialRoutes.policy(try await request.json(Proposal.self).policy)
            let proposed = try await shop.propose(policy, by: context.author)
            return try answer(Proposed(challenger: proposed.challenger, task: proposed.task), status: .accepted)
        }
        router.get("policies/challengers/{number}") { _, context in
            let shop = try context.shop(for: .operate)
            return try answer(try await shop.challenger(try context.number()))
        }
        router.post("policies/challengers/{number}/withdraw") { _, context in
            let shop = try context.shop(for: .admin)
            let number = try context.number()
            try await shop.withdraw(number, by: context.author)
            return try answer(try await shop.challenger(number))
        }
        router.post("policies/challengers/{number}/judge") { _, context in
            let shop = try context.shop(for: .admin)
            return try answer(try await shop.judge(try context.number()), status: .accepted)
        }
        router.post("policies/challengers/{number}/trial") { _, context in
            let shop = try context.shop(for: .admin)
            let number = try context.number()
            try await shop.beginTrial(of: number, by: context.author)
            return try answer(try await shop.challenger(number))
        }
    }

    private static func policies(of shop: LiveShop) async throws -> Response {
        let programme = await shop.programme
        return try answer(
            Policies(
                champion: await shop.dials, terms: programme.terms, challengers: programme.challengers.reversed()))
    }

    private struct Policies: Encodable {
        var champion: LiveDials
        var terms: TrialTerms
        /// The newest first.
        var challengers: [Challenger]
    }

    private struct Proposed: Encodable {
        var challenger: Challenger
        var task: TaskRecord
    }
}

/// Terms of trials; what is left out stays as it is. Shares may come in any order, and twice.
struct TermsBody: Decodable {
    var shares: [Double]?
    var stageHours: Double?
    var stageDecisions: Int?
    var margin: Double?
    var confidence: Double?
    var judgedDays: Double?
    var automatic: Bool?

    func laid(over terms: TrialTerms) -> TrialTerms {
        var terms = terms
        terms.shares = shares.map { Set($0).sorted() } ?? terms.shares
        terms.stageHours = stageHours ?? terms.stageHours
        terms.stageDecisions = stageDecisions ?? terms.stageDecisions
        terms.margin = margin ?? terms.margin
        terms.confidence = confidence ?? terms.confidence
        terms.judgedDays = judgedDays ?? terms.judgedDays
        terms.isAutomatic = automatic ?? terms.isAutomatic
        return terms
    }
}

extension ServerContext {
    /// The whole number in the path.
    ///
    /// - Throws: ``Problem`` 400.
    func number() throws -> Int {
        guard let number = Int(try name("number")) else {
            throw Problem(.badRequest, code: "path.number", detail: "the path must name a whole number")
        }
        return number
    }
}
