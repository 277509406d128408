import Commerce
import Evaluate
import Linear
import Testing

@testable import Recommend

@Suite struct TopKTests {
    /// Scores every item by its own table, whatever the history.
    struct Fixed: Recommender {
        static let name = "fixed"
        let items: Vocabulary<Item>
        let table: [Float]

        init(_ table: [Float]) {
            items = Shop.items(table.count)
            self.table = table
        }

        init(from bundle: ArrayBundle, shoppers: Vocabulary<Shopper>, items: Vocabulary<Item>) throws {
            table = try bundle.floats("table")
            self.items = items
        }

        func score(_ histories: [History], into scores: inout Matrix) throws {
            try scoreRows(histories, into: &scores, from: table) { _, _ in }
        }

        func reasons(for item: Int32, given history: History, limit: Int) -> [Reason] { [] }
        func save(into bundle: inout ArrayBundle) { bundle.store(table, as: "table") }
    }

    @Test func `the best items come first and ties in order of row`() throws {
        let model = Fixed([1, 3, 2, 3, -.infinity, 2, .nan])
        let list = try model.topK(for: History(items: []), count: 10)
        #expect(list.map(\.item) == [1, 3, 2, 5, 0])
        #expect(list.map(\.score) == [3, 3, 2, 2, 1])
    }

    @Test func `history is left out unless it is asked for`() throws {
        let model = Fixed([1, 2, 3])
        let history = History(items: [2, 2, 0])
        #expect(try model.topK(for: history, count: 3).map(\.item) == [1])
        let all = TopKOptions(excludesHistory: false)
        #expect(try model.topK(for: history, count: 3, options: all).map(\.item) == [2, 1, 0])
    }

    @Test func `exclusions apply to everybody or to one shopper`() throws {
        let model = Fixed([1, 2, 3, 4])
        let options = TopKOptions(excluded: [3, 99, -1], excludedByHistory: [[], [2, 99]])
        let lists = try model.topK(for: [History(items: []), History(items: [])], count: 4, options: options)
        #expect(lists.map { $0.map(\.item) } == [[2, 1, 0], [1, 0]])
    }

    @Test func `a filter by identifier or by predicate says what may appear`() throws {
        let model = Fixed([1, 2, 3, 4])
        let named = ItemFilter(only: ["item-2", "item-0", "unheard-of"], of: model.items)
        #expect(named == ItemFilter(flags: [true, false, true, false]))
        #expect(named == ItemFilter(model.items) { $0 == "item-0" || $0 == "item-2" })
        #expect([-1, 0, 1, 4].map { named.allows($0) } == [false, true, false, false])
        let list = try model.topK(for: History(items: []), count: 4, options: TopKOptions(filter: named))
        #expect(list.map(\.item) == [2, 0])
    }

    @Test func `an empty list is the answer to none allowed, none wanted and nobody asking`() throws {
        let model = Fixed([1, 2])
        let nothing = TopKOptions(filter: ItemFilter(flags: [false, false]))
        #expect(try model.topK(for: History(items: []), count: 2, options: nothing).isEmpty)
        #expect(try model.topK(for: History(items: []), count: 0).isEmpty)
        #expect(try model.topK(for: [History](), count: 2).isEmpty)
    }

    @Test func `many blocks answer as one`() throws {
        let examples = Shop.random(shoppers: 40, items: 9, longest: 5, seed: 3)
        let model = try ItemKNN(neighbours: 4).fitted(examples)
        // More histories than a block holds.
        let many = (0..<2500).map { examples.history(of: Int32($0 % 40)) }
        let lists = try model.topK(for: many, count: 3)
        let first = Array(lists[..<40])
        #expect(lists.count == 2500)
        #expect(lists.indices.allSatisfy { lists[$0] == first[$0 % 40] })
    }

    @Test func `questions that make no sense are refused by code`() {
        let model = Fixed([1, 2, 3])
        let history = History(items: [])
        #expect(code { try model.topK(for: history, count: -1) } == "topk.count")
        let filter = TopKOptions(filter: ItemFilter(flags: [true]))
        #expect(code { try model.topK(for: history, count: 1, options: filter) } == "topk.filter")
        let exclusions = TopKOptions(excludedByHistory: [[1], [2]])
        #expect(code { try model.topK(for: [history], count: 1, options: exclusions) } == "topk.exclusions")
    }
}

/// The code of the failure that `body` throws; nothing when it throws none.
func code(_ body: () throws -> some Any) -> String? {
    do {
        _ = try body()
        return nil
    } catch {
        return (error as? any Failure)?.code
    }
}
