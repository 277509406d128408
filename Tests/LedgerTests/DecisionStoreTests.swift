import Commerce
import Testing

@testable import Ledger

@Suite("Every store of decisions")
struct DecisionStoreTests {
    @Test("gives a decision back bit for bit, in order of time and id", arguments: Backend.allCases)
    func roundTrip(backend: Backend) throws {
        var strange = Decision(
            id: "", time: Timestamp(milliseconds: -5), shopper: nil, surface: Surface(rawValue: "自\n"),
            candidates: CandidateSet(), policyVersion: "", seed: .max, slate: [])
        strange.id = "d\u{0}é"
        strange.visitor = "v"
        strange.session = "n"
        strange.rankerVersion = "r"
        strange.rules = [
            AppliedRule(rule: "pin", effect: .pin(position: 3), items: ["a", "b"], note: "not applied"),
            AppliedRule(rule: "", effect: .adjust, items: []), AppliedRule(rule: "no", effect: .exclude, items: ["b"]),
            AppliedRule(rule: "few", effect: .atMost(count: 0), items: []),
            AppliedRule(rule: "many", effect: .atLeast(count: 2), items: ["a"]),
        ]
        strange.length = 12
        strange.context = ["z": -0.0, "a": .leastNonzeroMagnitude, "": 1e300]
        strange.slate = [ShownAction(item: "", position: 1, propensity: 1, source: "", score: -1, isPinned: true)]
        strange.candidates = CandidateSet(
            items: ["a"], featureNames: ["f", "g"], features: [-0.0, .leastNonzeroMagnitude],
            kinds: [-1, 0, .max, .min], spread: 0.1)
        let decisions = [strange] + Decision.many(20)
        try backend.withLedger { ledger in
            let receipt = try ledger.store.append(decisions.reversed())
            #expect(receipt.added == 21 && receipt.known == 0 && receipt.contradicted == [])
            try ledger.reopen()
            #expect(try ledger.store.decisions() == decisions)
            let bits = try ledger.store.decision(strange.id)?.candidates.features.map(\.bitPattern)
            #expect(bits == [0x8000_0000, 1])
            #expect(try ledger.store.decision("nobody's") == nil)
            #expect(try ledger.store.findings() == [])
            let summary = try ledger.store.summary()
            #expect(summary.decisions == 21 && summary.settledDecisions == 0 && summary.decisionBytes > 5000)
            #expect(summary.oldestDecision == strange.time && summary.newestDecision == at(19))
        }
    }

    @Test("answers by time, surface, policy, shopper and number", arguments: Backend.allCases)
    func queries(backend: Backend) throws {
        let decisions = Decision.many(60)
        try backend.withLedger { ledger in
            let store = try ledger.store
            try store.append(decisions)
            func ids(_ query: DecisionQuery) throws -> [DecisionID] { try store.decisions(matching: query).map(\.id) }
            func expected(_ body: (Decision) -> Bool) -> [DecisionID] { decisions.filter(body).map(\.id) }
            #expect(
                try ids(DecisionQuery(from: at(10), until: at(20))) == expected { (at(10)..<at(20)).contains($0.time) })
            #expect(try ids(DecisionQuery(surface: .home)) == expected { $0.surface == .home })
            #expect(try ids(DecisionQuery(policyVersion: "policy-1")) == expected { $0.policyVersion == "policy-1" })
            #expect(
                try ids(DecisionQuery(from: at(5), shopper: "s3", surface: .cart))
                    == expected { $0.shopper == "s3" && $0.surface == .cart && $0.time >= at(5) })
            #expect(
                try ids(DecisionQuery(shopper: "s3", limit: 2)) == expected { $0.shopper == "s3" }.prefix(2).map(\.self)
            )
            #expect(try ids(DecisionQuery(limit: 0)) == [])
            #expect(try ids(DecisionQuery(surface: .banner)) == [])
            #expect(try ids(DecisionQuery(shopper: "nobody")) == [])
        }
    }

    @Test("counts a visitor's decisions for the one shopper it is known to be", arguments: Backend.allCases)
    func visitors(backend: Backend) throws {
        func shown(_ number: Int64, _ shopper: ShopperID?, _ visitor: VisitorID?) -> Decision {
            Decision(
                id: DecisionID("\(number)"), time: at(number), shopper: shopper, visitor: visitor, surface: .home,
                candidates: CandidateSet(), policyVersion: "p", slate: [])
        }
        try backend.withLedger { ledger in
            let store = try ledger.store
            try store.append([
                shown(1, nil, "own"), shown(2, nil, "shared"), shown(3, "s", "own"), shown(4, "s", "shared"),
                shown(5, "t", "shared"),
            ])
            #expect(try store.decisions(matching: DecisionQuery(shopper: "s")).map(\.id) == ["1", "3", "4"])
            // Events know visitors too.
            try store.take([Event(.view, at: at(9), shopper: "u", visitor: "own", item: "i")], from: .file("a"))
            #expect(try store.decisions(matching: DecisionQuery(shopper: "s")).map(\.id) == ["3", "4"])
        }
    }

    @Test("knows a decision again, and refuses another content under its id", arguments: Backend.allCases)
    func idempotence(backend: Backend) throws {
        let decisions = Decision.many(6)
        try backend.withLedger { ledger in
            let store = try ledger.store
            try store.append(Array(decisions[0..<3]), detail: .full)
            try store.append([decisions[3]], detail: .slate)
            var other = decisions[0]
            other.slate[0].propensity /= 2
            var hidden = decisions[1]
            let shown = hidden.slate.map(\.item)
            let unseen = try #require(hidden.candidates.items.firstIndex { !shown.contains($0) })
            hidden.candidates.means[unseen] += 1
            let receipt = try store.append([
                decisions[0], other, decisions[2].keepingSlate(), decisions[3], decisions[4],
            ])
            #expect(receipt.added == 1 && receipt.known == 3 && receipt.contradicted == [other.id])
            #expect(try store.append([hidden]).contradicted == [hidden.id])
            #expect(try store.append([decisions[4], decisions[4], decisions[5], decisions[5]]).known == 3)
            #expect(try store.append([decisions[0]], detail: .slate).known == 1)
            #expect(try store.decision(decisions[0].id) == decisions[0], "the first one stands")
            #expect(try store.decision(decisions[3].id) == decisions[3].keepingSlate())
            #expect(try store.summary().decisions == 6)
        }
    }

    @Test("refuses a batch with a decision that could answer no question")
    func invalid() throws {
        let changes: [(part: String, change: (inout Decision) -> Void)] = [
            ("propensity", { $0.slate[1].propensity = 0 }), ("propensity", { $0.slate[1].propensity = 1.5 }),
            ("propensity", { $0.slate[1].propensity = .nan }), ("error", { $0.slate[0].propensityError = -1 }),
            ("position", { $0.slate[1].position = 7 }), ("not finite", { $0.slate[1].score = .infinity }),
            ("'means' has 29", { $0.candidates.means.removeLast() }),
            ("feature 'feature-3'", { $0.candidates.features[8 * 2 + 3] = .nan }),
            ("variances", { $0.candidates.variances[9] = -.infinity }),
            ("'hour' of its context", { $0.context["hour"] = .nan }), ("exploration", { $0.exploration.spent = .nan }),
            ("no id", { $0.id = "" }),
        ]
        for (part, change) in changes {
            var decisions = Decision.many(3)
            change(&decisions[1])
            let store = try SQLiteLedger()
            let error = #expect(throws: LedgerError.self) { try store.append(decisions) }
            #expect(error?.code == "decision.invalid" && error?.message.contains(part) == true, "\(part)")
            #expect(try store.summary().decisions == 0, "all or nothing")
        }
    }

    @Test("keeps outcomes beside their decisions", arguments: Backend.allCases)
    func outcomes(backend: Backend) throws {
        let decisions = Decision.many(10)
        var full = Outcome(clickOn: decisions[0])
        full.events.append(
            Event(
                .purchase, at: Timestamp(milliseconds: .min), shopper: "s", visitor: "", item: "i", id: "e",
                session: "n",
                order: "o", decision: "d", surface: .cart, position: -3, quantity: 0.1,
                price: Money(minorUnits: .max, currency: .jpy), value: -0.0, text: "自", attributes: ["b": "", "a": "z"])
        )
        let outcomes = [full] + decisions[1..<5].map { Outcome(clickOn: $0) }
        try backend.withLedger { ledger in
            try ledger.store.append(decisions)
            #expect(try ledger.store.append(outcomes).added == 5)
            try ledger.reopen()
            let store = try ledger.store
            #expect(try store.outcome(of: decisions[0].id) == full)
            #expect(try store.outcome(of: decisions[7].id) == nil)
            var pairs: [(Decision, Outcome)] = []
            try store.forEachOutcome(matching: DecisionQuery(from: at(1), limit: 3)) { pairs.append(($0, $1)) }
            #expect(pairs.map(\.0) == Array(decisions[1..<4]) && pairs.map(\.1) == Array(outcomes[1..<4]))
            var other = outcomes[1]
            other.rewards[0] = 1
            let receipt = try store.append([outcomes[0], other, Outcome(clickOn: decisions[5])])
            #expect(receipt.added == 1 && receipt.known == 1 && receipt.contradicted == [other.decision])
            #expect(try store.outcome(of: other.decision) == outcomes[1])
            #expect(try store.summary().settledDecisions == 6)
            #expect(
                try code { try store.append([Outcome(decision: "x", events: [], rewards: [])]) } == "outcome.decision")
            let short = Outcome(decision: decisions[6].id, events: [], rewards: [1])
            let batch = [Outcome(clickOn: decisions[7]), short]
            #expect(try code { try store.append(batch) } == "outcome.decision")
            var infinite = Outcome(clickOn: decisions[7])
            infinite.rewards[1] = .infinity
            #expect(try code { try store.append([infinite]) } == "outcome.invalid")
            #expect(try store.summary().settledDecisions == 6, "all or nothing")
            #expect(try store.findings() == [])
        }
    }

    @Test("keeps the newest states of a learner", arguments: Backend.allCases)
    func checkpoints(backend: Backend) throws {
        func state(_ updates: Int, _ lineage: String = "a") -> LearnerCheckpoint {
            LearnerCheckpoint(
                lineage: lineage, updates: updates, created: at(Int64(updates)), lastDecision: "d", lastTime: at(1),
                state: [UInt8](repeating: UInt8(updates), count: 5000))
        }
        try backend.withLedger { ledger in
            for updates in [10, 20, 30] { try ledger.store.record(state(updates), keeping: 2) }
            try ledger.store.record(state(5, "b"), keeping: 1)
            try ledger.reopen()
            let store = try ledger.store
            #expect(try store.latestCheckpoint(of: "a") == state(30))
            #expect(try store.latestCheckpoint(of: "b") == state(5, "b"))
            #expect(try store.latestCheckpoint(of: "c") == nil)
            var again = state(30)
            (again.state, again.lastDecision, again.lastTime) = ([], nil, nil)
            try store.record(again, keeping: 2)
            #expect(try store.latestCheckpoint(of: "a") == again)
        }
    }
}
