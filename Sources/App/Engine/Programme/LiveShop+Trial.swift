import Commerce
import Experiment
import Ledger

extension LiveShop {
    /// Looks at the trial that is under way, and takes it further or ends it. Asked once a minute.
    func watchTrial() async throws {
        guard let challenger = programme.onTrial, let trial = challenger.trial, let split = challenger.split else {
            return
        }
        let (ledger, now, confidence) = (ledger, time.now(), programme.terms.confidence)
        let look = try await inBackground {
            Trial.Look(try ledger.earnings(from: trial.stageBegan), divided: split, at: now, confidence)
        }
        // Rolled back, or moved on, while the ledger was read.
        guard let current = programme.onTrial, current.number == challenger.number,
            current.trial?.stageBegan == trial.stageBegan
        else { return }
        try follow(look, of: challenger.number, trial)
    }

    private func follow(_ look: Trial.Look, of number: Int, _ trial: Trial) throws {
        let terms = programme.terms
        note(look, of: number)
        if let upper = look.upper, upper < 0 {
            let reason = "earned less than the champion, beyond doubt: \(look.words)"
            try endTrial(of: number, as: .rolledBack, "rolled back", because: reason, by: Self.name)
            try alert(.trialRolledBack, "'\(try challenger(number).policy)' \(reason)")
            return
        }
        guard look.time.since(trial.stageBegan) >= .seconds(terms.stageHours * 3600),
            look.challenger.decisions >= terms.stageDecisions, let lower = look.lower,
            let standard = look.champion.reward, lower > -terms.margin * abs(standard)
        else { return }
        if trial.stage + 1 < terms.shares.count {
            try advance(number, trial, to: trial.stage + 1, at: look.time)
        } else {
            try promote(number, look)
        }
    }

    /// What is seen counts until the next look; it is not worth a record.
    private func note(_ look: Trial.Look, of number: Int) {
        guard let place = programme.challengers.firstIndex(where: { $0.number == number }) else { return }
        programme.challengers[place].trial?.look = look
    }

    private func advance(_ number: Int, _ trial: Trial, to stage: Int, at now: Timestamp) throws {
        var next = trial
        (next.stage, next.share, next.stageBegan) = (stage, programme.terms.shares[stage], now)
        try change(number, "took further", by: Self.name) { $0.trial = next }
        try desk.tryOut(challenger(number))
    }

    private func promote(_ number: Int, _ look: Trial.Look) throws {
        let challenger = try challenger(number)
        let reason = "passed every share: \(look.words)"
        try endTrial(of: number, as: .promoted, "promoted", because: reason, by: Self.name)
        var dials = dials
        dials.policy = try PolicyChoice(challenger.policy)
        try turn(dials, by: Self.name)
        try alert(.trialPassed, "'\(challenger.policy)' \(reason)")
    }
}

extension DecisionDesk {
    /// Lets a challenger decide for the share that its trial has reached.
    mutating func tryOut(_ challenger: Challenger) throws {
        guard let split = challenger.split else { return }
        try tryOut(PolicyChoice(challenger.policy), on: split)
    }
}

extension Trial.Look {
    init(_ people: [PersonEarnings], divided split: TrafficSplit, at time: Timestamp, _ confidence: Double) {
        var (old, new) = (ArmTotals(), ArmTotals())
        for person in people {
            if split.isNew(shopper: person.shopper, visitor: person.visitor) {
                new.add(decisions: person.decisions, reward: person.reward)
            } else {
                old.add(decisions: person.decisions, reward: person.reward)
            }
        }
        func arm(_ totals: ArmTotals) -> Arm {
            Arm(people: totals.people, decisions: Int(totals.decisions), reward: totals.mean)
        }
        let comparison = ArmComparison(old: old, new: new)
        let interval = comparison.interval(confidence: confidence)
        self.init(
            time: time, champion: arm(old), challenger: arm(new), difference: comparison.difference,
            lower: interval?.lowerBound, upper: interval?.upperBound)
    }

    /// For the record.
    fileprivate var words: String {
        func number(_ value: Double?) -> String { value.map { "\(($0 * 10_000).rounded() / 10_000)" } ?? "–" }
        return "\(number(difference)) a decision [\(number(lower)), \(number(upper))], "
            + "\(challenger.decisions) decisions of \(challenger.people) people"
    }
}
