import Commerce

/// What the rules that hold do to one decision: the pins, changes of means and quotas, and the record of them.
struct RuleEffects {
    private(set) var pins: [SlateProblem.Pin] = []
    private(set) var quotas: [SlateQuota] = []
    /// What was added to each mean. Shape [candidates].
    private(set) var adjustments: [Float]
    private(set) var applied: [AppliedRule] = []

    /// - Parameters:
    ///   - rules: those that hold, in order.
    ///   - pinned: for each of them, where its pinned item stands among the candidates, or why it is not there.
    init(
        _ rules: [ResolvedRules.Entry], pinned: [PinOutcome?], candidates: [Int32], means: [Float], items: ItemTable
    ) {
        adjustments = Array(repeating: 0, count: candidates.count)
        for (entry, outcome) in zip(rules, pinned) {
            switch entry.rule.action {
            case .pin(let item, let position): pin(entry.rule, item, position, outcome)
            case .exclude: break
            case .adjust(let factor, let amount):
                var moved: [ItemID] = []
                for (place, row) in candidates.enumerated()
                where entry.selector.matches(row, items.facts[Int(row)]) {
                    // On the size of the mean, so that a factor above 1 raises a loss too.
                    let mean = Double(means[place]) + Double(adjustments[place])
                    adjustments[place] += Float((factor - 1) * abs(mean) + amount)
                    moved.append(items.items[row])
                }
                if !moved.isEmpty { applied.append(AppliedRule(rule: entry.rule.name, effect: .adjust, items: moved)) }
            case .atMost(let count, let each):
                for members in groups(of: entry, by: each, candidates, items) where members.count > count {
                    limit(entry.rule, .atMost(count), members, candidates, items)
                }
            case .atLeast(let count):
                let members = groups(of: entry, by: nil, candidates, items)[0]
                limit(entry.rule, .atLeast(count), members, candidates, items)
            }
        }
    }

    /// Adds what is not a rule's doing, such as familiarity.
    mutating func adjust(by amounts: [Float]) {
        for place in adjustments.indices { adjustments[place] += amounts[place] }
    }

    /// Notes which `atLeast` quotas the finished list falls short of.
    mutating func noteShortfalls(in shown: Set<ItemID>) {
        for place in applied.indices {
            guard case .atLeast(let count) = applied[place].effect else { continue }
            let served = applied[place].items.count { shown.contains($0) }
            guard served < count else { continue }
            applied[place].note = "\(served) of \(count): \(applied[place].items.count) of the candidates count"
        }
    }

    private mutating func pin(_ rule: Rule, _ item: ItemID, _ position: Int, _ outcome: PinOutcome?) {
        var note: String?
        switch outcome {
        case .candidate(let place): pins.append(SlateProblem.Pin(candidate: place, position: position))
        case .refused(let reason): note = "not applied: the item is \(reason.rawValue)"
        case .beyond(let length): note = "not applied: the list has \(length) positions"
        case nil: break
        }
        applied.append(AppliedRule(rule: rule.name, effect: .pin(position: position), items: [item], note: note))
    }

    private mutating func limit(
        _ rule: Rule, _ bound: SlateQuota.Bound, _ members: [Int], _ candidates: [Int32], _ items: ItemTable
    ) {
        var isMember = [Bool](repeating: false, count: candidates.count)
        for member in members { isMember[member] = true }
        quotas.append(SlateQuota(bound: bound, isMember: isMember))
        let effect: AppliedRule.Effect =
            switch bound {
            case .atMost(let count): .atMost(count: count)
            case .atLeast(let count): .atLeast(count: count)
            }
        applied.append(
            AppliedRule(rule: rule.name, effect: effect, items: members.map { items.items[candidates[$0]] }))
    }

    /// Candidates that a rule is about, apart by a property where it says so; one group, perhaps empty, where not.
    private func groups(
        of entry: ResolvedRules.Entry, by property: ItemProperty?, _ candidates: [Int32], _ items: ItemTable
    ) -> [[Int]] {
        let places = candidates.indices.filter {
            entry.selector.matches(candidates[$0], items.facts[Int(candidates[$0])])
        }
        guard let property else { return [places] }
        var groups: [[Int]] = []
        var groupOf = RowSet(capacity: places.count)
        for place in places {
            let number = property.number(of: items.facts[Int(candidates[place])])
            guard number >= 0 else { continue }
            if let group = groupOf[number] {
                groups[Int(group)].append(place)
            } else {
                groupOf.insert(number, Int32(groups.count))
                groups.append([place])
            }
        }
        return groups
    }
}

/// What became of a pin.
enum PinOutcome {
    /// Where its item stands among the candidates.
    case candidate(Int)
    case refused(CandidateFilter.Refusal)
    case beyond(length: Int)
}
