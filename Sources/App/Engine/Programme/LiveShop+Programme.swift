public import Commerce
import Experiment
import Explore
import Foundation
import Ledger

/// The life of policies: proposing, judging, trying, promoting, going back.
extension LiveShop {
    /// Proposes a policy, and has it judged from the log.
    ///
    /// - Returns: the challenger, and the task that judges it.
    /// - Throws: ``EngineError`` `policies.known` for the policy that decides, or one that is proposed already,
    ///   `task.running` while another is judged.
    @discardableResult
    public func propose(_ policy: PolicyChoice, by author: String) throws -> (challenger: Challenger, task: TaskRecord)
    {
        let isKnown = programme.challengers.contains { $0.policy == policy.name && !$0.state.isOver }
        guard policy.name != dials.policy.name, !isKnown else {
            throw EngineError(
                code: "policies.known", message: "'\(policy.name)' decides, or is proposed, already",
                remedy: "propose another, or have the one that is there judged again")
        }
        let task = try board.begin("judging", at: time.now())
        let number: Int
        do {
            var changed = programme
            number = changed.add(policy, at: time.now(), by: author)
            try keep(changed, "proposed \(policy.name)", by: author)
        } catch {
            board.change(task) { ($0.state, $0.ended, $0.error) = (.failed, self.time.now(), "\(error)") }
            throw error
        }
        judge(number, as: task)
        return (try challenger(number), board.record(task))
    }

    /// Judges a challenger again, from what the log holds by now.
    ///
    /// - Throws: ``EngineError`` `policies.unknown`, `policies.state` for one whose story is over or that is on trial,
    ///   `task.running`.
    @discardableResult
    public func judge(_ number: Int) throws -> TaskRecord {
        try require(number, in: [.proposed, .proven, .unproven])
        let task = try board.begin("judging", at: time.now())
        judge(number, as: task)
        return board.record(task)
    }

    private func judge(_ number: Int, as task: Int) {
        let (board, time) = (board, time)
        Task {
            do {
                let jury = ChallengerJury(
                    folder: folder, policy: try challenger(number).policy,
                    champion: DecisionFilter.word(desk.control.policy.version), since: try championSince(),
                    terms: programme.terms, now: time.now())
                let judgement = try await inBackground { try jury.judge() }
                try take(judgement, of: number)
                board.change(task) {
                    ($0.state, $0.ended) = (.done, time.now())
                    $0.result = judgement.isBetter ? "proven" : "unproven"
                }
            } catch {
                board.change(task) { ($0.state, $0.ended, $0.error) = (.failed, time.now(), "\(error)") }
            }
        }
    }

    private func take(_ judgement: Judgement, of number: Int) throws {
        // It may have been withdrawn meanwhile.
        guard let state = try? challenger(number).state, [.proposed, .proven, .unproven].contains(state) else { return }
        try change(number, "judged", by: Self.name) { challenger in
            challenger.judgement = judgement
            challenger.state = judgement.isBetter ? .proven : .unproven
            challenger.reason = judgement.surfaces.compactMap(\.refusal).first
        }
        if judgement.isBetter, programme.terms.isAutomatic, programme.onTrial == nil {
            try beginTrial(of: number, by: Self.name)
        }
    }

    /// Lets a challenger decide for the first share of the people.
    ///
    /// - Throws: ``EngineError`` `policies.unproven` unless the log speaks for it, `policies.trial` while another is on trial.
    public func beginTrial(of number: Int, by author: String) throws {
        let challenger = try challenger(number)
        guard challenger.state == .proven, challenger.judgement?.isBetter == true else {
            throw EngineError(
                code: "policies.unproven",
                message: "the log does not say that '\(challenger.policy)' would earn more than '\(dials.policy.name)'",
                remedy: "have it judged when the log has grown; a policy that explores more makes logs that say more")
        }
        if let other = programme.onTrial {
            throw EngineError(
                code: "policies.trial", message: "'\(other.policy)' is on trial",
                remedy: "wait until it has passed, or roll it back")
        }
        let now = time.now()
        try change(number, "put on trial", by: author) {
            $0.trial = Trial(began: now, stage: 0, share: programme.terms.shares[0], stageBegan: now)
            ($0.state, $0.reason) = (.onTrial, nil)
        }
        try desk.tryOut(self.challenger(number))
    }

    /// Ends the trial that is under way; where there is none, goes back to the policy that decided before.
    ///
    /// - Throws: ``EngineError`` `policies.first` when no other policy ever decided.
    public func rollBack(by author: String) throws {
        if let challenger = programme.onTrial {
            return try endTrial(of: challenger.number, as: .rolledBack, "rolled back", because: nil, by: author)
        }
        guard let former = try formerPolicy() else {
            throw EngineError(code: "policies.first", message: "no other policy decided before '\(dials.policy.name)'")
        }
        var dials = dials
        dials.policy = former
        try turn(dials, by: author)
    }

    /// Takes a challenger back that is not on trial.
    public func withdraw(_ number: Int, by author: String) throws {
        try require(number, in: [.proposed, .proven, .unproven])
        try change(number, "withdrew", by: author) { $0.state = .withdrawn }
    }

    /// - Throws: ``EngineError`` `policies.terms`.
    public func set(_ terms: TrialTerms, by author: String) throws {
        try terms.check()
        var changed = programme
        changed.terms = terms
        try keep(changed, "set terms", by: author)
    }

    /// The name of the policy that decides for somebody.
    public func policy(for shopper: ShopperID?, visitor: VisitorID?) -> String {
        guard let challenger = programme.onTrial, let split = challenger.split,
            split.isNew(shopper: shopper, visitor: visitor)
        else { return dials.policy.name }
        return challenger.policy
    }

    // MARK: Parts

    /// As the author of what nobody told the program to do.
    static let name = "equipoise"

    public func challenger(_ number: Int) throws -> Challenger {
        guard let challenger = programme.challengers.first(where: { $0.number == number }) else {
            throw EngineError(code: "policies.unknown", message: "there is no challenger \(number)")
        }
        return challenger
    }

    private func require(_ number: Int, in states: [Challenger.State]) throws {
        let challenger = try challenger(number)
        guard states.contains(challenger.state) else {
            throw EngineError(
                code: "policies.state", message: "challenger \(number) is \(challenger.state.rawValue)",
                remedy: challenger.state == .onTrial ? "roll it back first" : "propose it again")
        }
    }

    func change(_ number: Int, _ action: String, by author: String, _ edit: (inout Challenger) -> Void) throws {
        var changed = programme
        guard let place = changed.challengers.firstIndex(where: { $0.number == number }) else { return }
        edit(&changed.challengers[place])
        try keep(changed, "\(action) \(changed.challengers[place].policy)", by: author)
    }

    private func keep(_ programme: PolicyProgramme, _ action: String, by author: String) throws {
        try record(.policies, action, by: author, programme)
        self.programme = programme
    }

    /// Ends a trial for good. On the disk before it counts.
    func endTrial(
        of number: Int, as state: Challenger.State, _ action: String, because reason: String?, by author: String
    ) throws {
        let now = time.now()
        try change(number, action, by: author) { challenger in
            challenger.state = state
            challenger.reason = reason
            challenger.trial?.ended = now
        }
        desk.endTrial()
    }

    /// Since when the policy of today decides; nothing where it did from the beginning.
    private func championSince() throws -> Timestamp? { try dialChanges().first { !$0.isSame }?.time }

    /// The policy before the one of today; nothing where that one is the first.
    private func formerPolicy() throws -> PolicyChoice? {
        let policies = try dialChanges().map(\.policy) + [settings.dials.policy.name]
        return try policies.dropFirst().first { $0 != dials.policy.name }.map { try PolicyChoice($0) }
    }

    /// Changes of the dials, the newest first: the policy after each, and whether it was the same before.
    private func dialChanges() throws -> [(time: Timestamp, policy: String, isSame: Bool)] {
        let changes = try changes(of: ShopSubject.dials.rawValue, limit: 1_000)
        let policies = try changes.map { change in
            (change.time, try JSONDecoder().decode(LiveDials.self, from: Data(change.content.utf8)).policy.name)
        }
        return policies.enumerated().map { place, one in
            let before = place + 1 < policies.count ? policies[place + 1].1 : settings.dials.policy.name
            return (one.0, one.1, one.1 == before)
        }
    }
}
