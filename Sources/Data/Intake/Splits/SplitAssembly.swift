import Commerce

/// Turns a part assigned to every event into training data and queries; the rules differ only in the assignment.
///
/// A shopper's history in a query is the shopper's own events of the earlier parts, in their order. O(events).
struct SplitAssembly {
    enum Part: UInt8, Comparable {
        case training, validation, test

        static func < (left: Part, right: Part) -> Bool { left.rawValue < right.rawValue }
    }

    let source: Interactions
    /// One per event, aligned with `source.itemRows`.
    let parts: [Part]
    var repeats = HeldOutHandling.drop
    var newShoppers = HeldOutHandling.drop
    var newItems = HeldOutHandling.keep

    func assemble() throws -> InteractionSplit {
        let training = source.selecting { parts[$0] == .training }
        guard training.count > 0 else {
            throw IntakeError.split(nothingIn: "training", remedy: "hold out fewer events")
        }
        var tally = SplitTally()
        for part in parts {
            switch part {
            case .training: tally.trainingEvents += 1
            case .validation: tally.validationEvents += 1
            case .test: tally.testEvents += 1
            }
        }
        for shopper in 0..<source.shoppers.count {
            let events = source.offsets[shopper]..<source.offsets[shopper + 1]
            if !events.isEmpty, parts[events].allSatisfy({ $0 == .training }) { tally.trainingOnlyShoppers += 1 }
        }
        let validation = queries(of: .validation, counting: &tally.validation)
        let test = queries(of: .test, counting: &tally.test)
        guard !test.isEmpty else {
            throw IntakeError.split(
                nothingIn: "testing", remedy: "hold out more events, or accept repeats, new shoppers and new items")
        }
        return InteractionSplit(
            training: training,
            trainingAndValidation: tally.validationEvents == 0
                ? training : source.selecting { parts[$0] != .test },
            validation: validation, test: test, tally: tally)
    }

    private func queries(of part: Part, counting held: inout SplitTally.HeldOut) -> [RankingQuery] {
        var isKnown = [Bool](repeating: false, count: source.items.count)
        for (event, item) in source.itemRows.enumerated() where parts[event] < part { isKnown[Int(item)] = true }
        var isCounted = isKnown
        // The number of the shopper, plus one, who last had the item as history or target.
        var lastOwner = [Int](repeating: 0, count: source.items.count)
        var queries: [RankingQuery] = []
        for shopper in 0..<source.shoppers.count {
            let events = source.offsets[shopper]..<source.offsets[shopper + 1]
            let earlier = events.filter { parts[$0] < part }
            for event in earlier { lastOwner[Int(source.itemRows[event])] = shopper + 1 }
            var targets: [Int32] = []
            var isHeldOut = false
            for event in events where parts[event] == part {
                isHeldOut = true
                let item = Int(source.itemRows[event])
                if !isCounted[item] {
                    isCounted[item] = true
                    held.newItems += 1
                }
                let isRepeated = lastOwner[item] == shopper + 1
                if isRepeated { held.repeatedEvents += 1 }
                lastOwner[item] = shopper + 1
                if isRepeated && repeats == .drop || !isKnown[item] && newItems == .drop { continue }
                targets.append(Int32(item))
            }
            if isHeldOut && earlier.isEmpty {
                held.newShoppers += 1
                if newShoppers == .drop { continue }
            }
            guard !targets.isEmpty else { continue }
            let query = RankingQuery(
                history: source.history(of: earlier, shopper: earlier.isEmpty ? nil : Int32(shopper)),
                targets: targets, owner: Int32(shopper))
            held.targets += query.targets.count
            queries.append(query)
        }
        held.queries = queries.count
        return queries
    }
}

extension Interactions {
    /// The events chosen, under the same vocabularies. O(events).
    fileprivate func selecting(_ isChosen: (_ event: Int) -> Bool) -> Interactions {
        var chosen: [Int] = []
        var offsets = [0]
        offsets.reserveCapacity(shoppers.count + 1)
        for shopper in 0..<shoppers.count {
            for event in self.offsets[shopper]..<self.offsets[shopper + 1] where isChosen(event) {
                chosen.append(event)
            }
            offsets.append(chosen.count)
        }
        return Interactions(
            shoppers: shoppers, items: items, offsets: offsets, itemRows: chosen.map { itemRows[$0] },
            weights: chosen.map { weights[$0] }, times: times.isEmpty ? [] : chosen.map { times[$0] })
    }

    fileprivate func history(of events: [Int], shopper: Int32?) -> History {
        History(
            shopper: shopper, items: events.map { itemRows[$0] }, weights: events.map { weights[$0] },
            times: times.isEmpty ? [] : events.map { times[$0] })
    }
}
