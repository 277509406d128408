import Commerce
import Evaluate
import Linear
import Testing

@testable import Recommend

/// What every recommender promises, whatever it computes.
@Suite struct RecommenderLawTests {
    static let examples = Shop.random(shoppers: 60, items: 23, longest: 9, seed: 11)
    /// Known and unknown shoppers, with and without events, one of them with rows that no item has.
    static let questions: [History] =
        examples.histories().prefix(40) + [
            History(items: []), History(items: [3]), History(items: [3, 3, 9], weights: [1, 2, 0.5]),
            History(items: [5, 900, -1, 7]), History(items: [22]),
        ]

    @Test("a batch answers as single questions do", arguments: Conformer.all)
    func batchEqualsSingle(_ conformer: Conformer) throws {
        let model = try conformer.fit(Self.examples)
        let together = try model.scores(Self.questions)
        for (question, row) in zip(Self.questions, together) {
            #expect(try model.scores(question) == row)
        }
        let lists = try model.topK(for: Self.questions, count: 4)
        for (question, list) in zip(Self.questions, lists) {
            #expect(try model.topK(for: question, count: 4) == list)
        }
    }

    @Test("scores are finite or minus infinity, and old numbers are overwritten", arguments: Conformer.all)
    func scoresAreNumbers(_ conformer: Conformer) throws {
        let model = try conformer.fit(Self.examples)
        for row in try model.scores(Self.questions) {
            #expect(row.count == 23)
            #expect(row.allSatisfy { $0.isFinite || $0 == -.infinity })
        }
    }

    @Test("lists are sorted, ties by item row, without repetition", arguments: Conformer.all)
    func listsAreSorted(_ conformer: Conformer) throws {
        let model = try conformer.fit(Self.examples)
        for list in try model.topK(for: Self.questions, count: 30) {
            #expect(Set(list.map(\.item)).count == list.count)
            for (left, right) in zip(list, list.dropFirst()) {
                #expect(left.score > right.score || (left.score == right.score && left.item < right.item))
            }
        }
    }

    @Test("history, exclusions and filter never appear, and nothing else goes missing", arguments: Conformer.all)
    func restrictionsHold(_ conformer: Conformer) throws {
        let model = try conformer.fit(Self.examples)
        let filter = ItemFilter(model.items) { $0 != "item-2" && $0 != "item-4" }
        let own = Self.questions.indices.map { [Int32($0 % 23), 500] }
        let options = TopKOptions(excluded: [1, 8, -3], excludedByHistory: own, filter: filter)
        let lists = try model.topK(for: Self.questions, count: 23, options: options)
        let scores = try model.scores(Self.questions)
        for (index, list) in lists.enumerated() {
            let banned = Set(Self.questions[index].items + [1, 8, 2, 4] + own[index])
            let allowed = (0..<Int32(23)).filter { !banned.contains($0) && scores[index][Int($0)] > -.infinity }
            #expect(Set(list.map(\.item)) == Set(allowed))
        }
        let withHistory = try model.topK(
            for: Self.questions, count: 23, options: TopKOptions(excludesHistory: false))
        for (list, row) in zip(withHistory, scores) { #expect(list.count == row.count { $0 > -.infinity }) }
    }

    @Test("a shopper not seen in training is served from their events", arguments: Conformer.all)
    func unknownShoppersAreServed(_ conformer: Conformer) throws {
        let model = try conformer.fit(Self.examples)
        let stranger = History(items: [2, 5, 9])
        #expect(try model.topK(for: stranger, count: 10).count == 10)
        if model.dependsOnHistory {
            let other = History(items: [14, 1, 6])
            #expect(try model.scores(stranger) != model.scores(other))
        }
    }

    @Test("rows that no item has, and weights that are no numbers, change nothing", arguments: Conformer.all)
    func unusableEventsAreIgnored(_ conformer: Conformer) throws {
        let model = try conformer.fit(Self.examples)
        let clean = History(items: [5, 7], weights: [2, 1])
        let soiled = History(
            items: [.max, 5, 23, 4, -1, 6, 7, .min, 8], weights: [1, 2, 1, .nan, 1, 0, 1, 1, -2])
        #expect(try model.scores(soiled) == model.scores(clean))
    }

    @Test("the largest weights still give numbers", arguments: Conformer.all)
    func hugeWeightsAreBounded(_ conformer: Conformer) throws {
        let huge = Float.greatestFiniteMagnitude
        let examples = Shop.interactions(
            items: 4, [[0, 1, 2], [1, 2], [2, 0]], weights: [[huge, 1, .infinity], [1e-30, huge], [.nan, 1]])
        let model = try conformer.fit(examples)
        let scores = try model.scores(History(items: [1, 2], weights: [huge, .infinity]))
        #expect(scores.allSatisfy { $0.isFinite || $0 == -.infinity })
    }

    @Test("what is loaded answers as what was saved", arguments: Conformer.all)
    func saveAndLoadAgree(_ conformer: Conformer) throws {
        let model = try conformer.fit(Self.examples)
        var bundle = ArrayBundle()
        model.save(into: &bundle)
        let file = try ArrayBundle(safetensors: bundle.safetensors())
        let loaded = try conformer.load(file, Self.examples.shoppers, Self.examples.items)
        #expect(try loaded.scores(Self.questions) == model.scores(Self.questions))
        for question in Self.questions.prefix(10) {
            #expect(
                loaded.reasons(for: 6, given: question, limit: 5) == model.reasons(for: 6, given: question, limit: 5))
        }
        var again = ArrayBundle()
        loaded.save(into: &again)
        #expect(again == bundle)
    }

    @Test("a saved model is refused with another vocabulary, or with an array missing", arguments: Conformer.all)
    func wrongFilesAreRefused(_ conformer: Conformer) throws {
        let model = try conformer.fit(Self.examples)
        var bundle = ArrayBundle()
        model.save(into: &bundle)
        expectFailure {
            _ = try conformer.load(bundle, Self.examples.shoppers, Shop.items(22))
        }
        for name in bundle.entries.keys {
            let partial = ArrayBundle(entries: bundle.entries.filter { $0.key != name }, metadata: bundle.metadata)
            expectFailure {
                _ = try conformer.load(partial, Self.examples.shoppers, Self.examples.items)
            }
        }
        for key in bundle.metadata.keys {
            let partial = ArrayBundle(entries: bundle.entries, metadata: bundle.metadata.filter { $0.key != key })
            expectFailure {
                _ = try conformer.load(partial, Self.examples.shoppers, Self.examples.items)
            }
        }
    }

    @Test("the same seed gives the same model", arguments: Conformer.all)
    func sameSeedSameModel(_ conformer: Conformer) throws {
        var (first, second) = (ArrayBundle(), ArrayBundle())
        try conformer.fit(Self.examples, seed: 3).save(into: &first)
        try conformer.fit(Self.examples, seed: 3).save(into: &second)
        #expect(first == second)
    }

    @Test("reasons name events of the history, strongest first, and are parts of one score", arguments: Conformer.all)
    func reasonsNameRealEvidence(_ conformer: Conformer) throws {
        let model = try conformer.fit(Self.examples)
        for question in Self.questions {
            let own = Set(
                question.items.compactMap { model.items.identifiers.indices.contains(Int($0)) ? model.items[$0] : nil })
            for item in Int32(0)..<23 {
                let all = model.reasons(for: item, given: question, limit: 100)
                #expect(all.allSatisfy { $0.strength > 0 && $0.strength <= 1 + 1e-9 })
                #expect(all.allSatisfy { own.isSuperset(of: $0.evidence) })
                #expect(all.allSatisfy { $0.kind == .popular || !$0.evidence.isEmpty })
                #expect(all.allSatisfy { own.isEmpty ? $0.kind == .popular : true })
                #expect(model.reasons(for: item, given: question, limit: 1) == Array(all.prefix(1)))
                #expect(model.reasons(for: item, given: question, limit: 0).isEmpty)
            }
            #expect(model.reasons(for: 23, given: question, limit: 3).isEmpty)
            #expect(model.reasons(for: -1, given: question, limit: 3).isEmpty)
        }
    }

    @Test("data sets of next to nothing are fitted and served", arguments: Conformer.all)
    func smallestDataSets(_ conformer: Conformer) throws {
        let smallest = [
            Shop.interactions(items: 1, [[0]]), Shop.interactions(items: 1, [[]]), Shop.interactions(items: 3, []),
            Shop.interactions(items: 2, [[0, 0, 0]]), Shop.interactions(items: 5, [[0, 1], [], [1, 0]]),
        ]
        for examples in smallest {
            let model = try conformer.fit(examples)
            let histories = examples.histories() + [History(items: [0]), History(items: [])]
            for row in try model.scores(histories) {
                #expect(row.count == examples.items.count && row.allSatisfy { $0.isFinite || $0 == -.infinity })
            }
            _ = try model.topK(for: histories, count: 10)
            _ = model.reasons(for: 0, given: histories[0], limit: 3)
        }
        let empty = try conformer.fit(Shop.interactions(items: 0, []))
        #expect(try empty.topK(for: History(items: []), count: 3).isEmpty)
    }

    @Test("an item that nobody bought is scored like any other", arguments: Conformer.all)
    func unboughtItemsAreScored(_ conformer: Conformer) throws {
        let model = try conformer.fit(Self.examples)
        for row in try model.scores(Self.questions) { #expect(row[22].isFinite) }
    }

    @Test("a matrix of the wrong shape is refused", arguments: Conformer.all)
    func wrongShapesAreRefused(_ conformer: Conformer) throws {
        let model = try conformer.fit(Self.examples)
        for (rows, columns) in [(1, 23), (2, 22), (0, 0)] {
            var scores = Matrix(rows: rows, columns: columns)
            #expect(throws: RecommendError.self) {
                try model.score([History(items: [1]), History(items: [2])], into: &scores)
            }
        }
    }
}

extension Recommender {
    /// Popularity is the one recommender that answers everybody alike.
    fileprivate var dependsOnHistory: Bool { Self.name != PopularityModel.name }
}
