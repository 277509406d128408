import Commerce
import Evaluate
import Linear
import Synchronization
import Testing

@Suite("What the evaluator refuses")
struct EvaluatorInputTests {
    private let scorer = TableScorer([[1, 2, 3]])
    private let good = RankingQuery(history: History(items: [0]), targets: [1])

    private func code(_ body: () throws -> Void) -> String? {
        #expect(throws: EvaluateError.self, performing: body)?.code
    }

    @Test("no queries is an error, not a metric of 0")
    func empty() throws {
        let evaluator = try RankingEvaluator(cutoffs: [1])
        #expect(code { _ = try evaluator.measure(scorer, on: []) } == "evaluate.empty")
    }

    @Test("queries without target, or about unknown items, are refused by number")
    func badQueries() throws {
        let evaluator = try RankingEvaluator(cutoffs: [1])
        for bad in [
            RankingQuery(history: History(items: [0]), targets: []),
            RankingQuery(history: History(items: [0]), targets: [3]),
            RankingQuery(history: History(items: [0]), targets: [-1]),
            RankingQuery(history: History(items: [3]), targets: [1]),
        ] {
            let failure = #expect(throws: EvaluateError.self) { try evaluator.measure(scorer, on: [good, bad]) }
            #expect(failure?.code == "evaluate.query")
            #expect(failure?.message.contains("query 1 ") == true)
        }
    }

    @Test("cut-offs and block must be positive", arguments: [[], [0], [5, -1]])
    func cutoffs(cutoffs: [Int]) {
        #expect(code { _ = try RankingEvaluator(cutoffs: cutoffs) } == "evaluate.cutoffs")
        #expect(code { _ = try RankingEvaluator(cutoffs: [1], block: 0) } == "evaluate.block")
    }

    @Test("facts about another catalogue are refused")
    func facts() throws {
        let training = Interactions(
            shoppers: Vocabulary(["s"]), items: Vocabulary(["a", "b"]), histories: [History(items: [0])])
        let evaluator = try RankingEvaluator(cutoffs: [1], facts: CatalogueFacts(training: training))
        #expect(code { _ = try evaluator.measure(scorer, on: [good]) } == "evaluate.items")
    }

    @Test("the model's earliest failure is what comes out", arguments: 0..<10)
    func modelFailure(_: Int) throws {
        let queries = (0..<40).map { RankingQuery(history: History(shopper: $0, items: []), targets: [1]) }
        let evaluator = try RankingEvaluator(cutoffs: [1], block: 1)
        let failure = #expect(throws: FailingScorer.Failure.self) {
            try evaluator.measure(FailingScorer(from: 0), on: queries)
        }
        #expect(failure?.query == 0)
        #expect(throws: FailingScorer.Failure.self) { try evaluator.measure(FailingScorer(from: 39), on: queries) }
    }

    @Test("a model that changes the shape of the scores is told so")
    func wrongShape() throws {
        let evaluator = try RankingEvaluator(cutoffs: [1])
        #expect(code { _ = try evaluator.measure(MisshapenScorer(), on: [good]) } == "evaluate.scores")
    }

    @Test("progress ends at the number of queries")
    func progress() throws {
        let queries = Array(repeating: good, count: 25)
        let most = Mutex(0)
        _ = try RankingEvaluator(cutoffs: [1], block: 4).measure(scorer, on: queries) { done in
            most.withLock { $0 = max($0, done) }
        }
        #expect(most.withLock { $0 } == 25)
    }
}

/// Fails for the shoppers from a row on.
private struct FailingScorer: ItemScorer {
    struct Failure: Error { let query: Int32 }

    let from: Int32
    var items: Vocabulary<Item> { Vocabulary(["a", "b"]) }

    init(from: Int32) { self.from = from }

    func score(_ histories: [History], into scores: inout Matrix) throws {
        for history in histories {
            if let shopper = history.shopper, shopper >= from { throw Failure(query: shopper) }
        }
    }
}

private struct MisshapenScorer: ItemScorer {
    var items: Vocabulary<Item> { Vocabulary(["a", "b"]) }

    func score(_ histories: [History], into scores: inout Matrix) throws { scores = Matrix(rows: 1, columns: 1) }
}
