import Commerce
import Testing

@Suite("Histories and interactions")
struct InteractionsTests {
    private let data = Interactions(
        shoppers: Vocabulary(["s", "t", "u"]), items: Vocabulary(["a", "b"]),
        histories: [
            History(items: [1, 0], weights: [2, 0.5], times: [Timestamp(seconds: 1), Timestamp(seconds: 9)]),
            History(items: []),
            History(items: [1], weights: [3], times: [Timestamp(seconds: 4)]),
        ])

    @Test("histories go in and come out by shopper")
    func roundTrip() {
        #expect(data.count == 3)
        #expect(data.offsets == [0, 2, 2, 3])
        #expect(
            data.history(of: 0)
                == History(
                    shopper: 0, items: [1, 0], weights: [2, 0.5],
                    times: [Timestamp(seconds: 1), Timestamp(seconds: 9)]))
        #expect(data.history(of: 1).count == 0)
        #expect(data.histories().map(\.items) == [[1, 0], [], [1]])
        #expect(data.histories().map(\.shopper) == [0, 1, 2])
    }

    @Test("events of equal weight need no weights or times")
    func plainHistory() {
        let history = History(shopper: 4, items: [3, 3])
        #expect(history.weights == [1, 1] && history.times.isEmpty && history.count == 2)
        let timeless = Interactions(
            shoppers: Vocabulary(["s"]), items: Vocabulary(["a"]), histories: [History(items: [0, 0])])
        #expect(timeless.history(of: 0).times.isEmpty)
    }

    @Test("a query keeps the first of repeated targets")
    func queries() {
        let query = RankingQuery(history: History(items: [1]), targets: [5, 2, 5, 2, 7], owner: 3)
        #expect(query.targets == [5, 2, 7])
    }

    @Test("columns that do not fit together stop the program")
    func preconditions() async {
        await #expect(processExitsWith: .failure) { _ = History(items: [1, 2], weights: [1]) }
        await #expect(processExitsWith: .failure) {
            _ = History(items: [1, 2], weights: [1, 1], times: [Timestamp(seconds: 0)])
        }
        await #expect(processExitsWith: .failure) { Self.make(offsets: [0, 1], rows: [0, 0]) }
        await #expect(processExitsWith: .failure) { Self.make(offsets: [0, 2, 2], rows: [0, 0]) }
        await #expect(processExitsWith: .failure) { Self.make(offsets: [1, 2], rows: [0, 0]) }
        await #expect(processExitsWith: .failure) { Self.make(offsets: [0, 2], rows: [0, 1]) }
        await #expect(processExitsWith: .failure) { Self.make(offsets: [0, 2], rows: [0, -1]) }
        await #expect(processExitsWith: .failure) { Self.make(offsets: [0, 1], rows: [0], weights: []) }
        await #expect(processExitsWith: .failure) {
            Self.make(shoppers: ["s", "t"], offsets: [0, 2, 1], rows: [0], weights: [1])
        }
        await #expect(processExitsWith: .success) { Self.make(offsets: [0, 2], rows: [0, 0]) }
    }

    private static func make(
        shoppers: [ShopperID] = ["s"], offsets: [Int], rows: [Int32], weights: [Float]? = nil
    ) {
        _ = Interactions(
            shoppers: Vocabulary(shoppers), items: Vocabulary(["a"]), offsets: offsets, itemRows: rows,
            weights: weights ?? rows.map { _ in 1 }, times: [])
    }
}
