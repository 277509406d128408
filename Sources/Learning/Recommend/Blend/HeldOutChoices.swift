import Commerce

/// Which of a shopper's choices a blend learns to predict. It should be what the blend will be asked for.
public enum HoldOut: Sendable, Hashable {
    /// The last: learns what comes next. The default, as that is what a shop shows a list for.
    case lastChoice
    /// A share of the items chosen, in (0, 1), drawn at random for each shopper: learns what else a shopper likes,
    /// whenever it is chosen. For data without an order, and for evaluations that split at random.
    case randomChoices(share: Double)
}

/// Examples without some choices of each shopper, and those choices as cases.
struct HeldOutChoices {
    let rest: Interactions
    let cases: [ValidationCase]

    /// Shoppers with fewer events than this keep all of them.
    static let fewestEvents = 3

    /// O(events). Choices that stay in the history too make no case: lists leave the history out.
    ///
    /// - Parameter maximumCases: where there are more, those kept are taken evenly over the shoppers.
    init(_ examples: Interactions, _ holdOut: HoldOut, maximumCases: Int, using generator: inout SeededGenerator) {
        var histories: [History] = []
        var cases: [ValidationCase] = []
        for full in examples.histories() {
            let held =
                full.count < Self.fewestEvents ? [] : Self.heldPlaces(of: full, holdOut, using: &generator)
            let kept = full.keeping(full.items.indices.filter { !held.contains($0) })
            histories.append(kept)
            let targets = Set(held.map { full.items[$0] }).subtracting(kept.items)
            if !targets.isEmpty { cases.append(ValidationCase(history: kept, targets: targets.sorted())) }
        }
        rest = Interactions(shoppers: examples.shoppers, items: examples.items, histories: histories)
        let count = min(cases.count, maximumCases)
        self.cases = (0..<count).map { cases[$0 * cases.count / count] }
    }

    /// The places of the events to hold out; never all of them.
    private static func heldPlaces(
        of history: History, _ holdOut: HoldOut, using generator: inout SeededGenerator
    ) -> Set<Int> {
        switch holdOut {
        case .lastChoice:
            return [history.count - 1]
        case .randomChoices(let share):
            var items = Set(history.items).sorted()
            let count = min(items.count - 1, max(1, Int((share * Double(items.count)).rounded())))
            items.shuffle(using: &generator)
            let held = Set(items.prefix(count))
            return Set(history.items.indices.filter { held.contains(history.items[$0]) })
        }
    }
}

extension History {
    /// The events at some places, in order.
    fileprivate func keeping(_ places: [Int]) -> History {
        History(
            shopper: shopper, items: places.map { items[$0] }, weights: places.map { weights[$0] },
            times: times.isEmpty ? [] : places.map { times[$0] })
    }
}
