public import Commerce
import Linear
import Synchronization

/// Whether items of the history may be recommended again.
public enum HistoryRule: String, Sendable, Hashable, Codable {
    /// They may not: the usual protocol. A target that is in the history is a miss.
    case filtered
    /// They may: for shops where people buy, and sessions where they click, the same thing again.
    case kept
}

/// Measures models by the lists they make of the whole catalogue (full ranking, no sampled candidates).
///
/// The queries are worked on block by block on all cores; memory is that of one block of scores,
/// [block, items], per core, and a row of figures per query. Results do not depend on the number of cores.
public struct RankingEvaluator: Sendable {
    /// Ascending.
    public let cutoffs: [Int]
    public let history: HistoryRule
    /// Whether the rank of the first target is found in the whole list, for `mrr` without a cut-off.
    public let ranksWholeList: Bool
    public let facts: CatalogueFacts?
    private let block: Int?

    /// - Parameters:
    ///   - cutoffs: lengths of the lists judged, in any order.
    ///   - facts: needed for novelty, diversity and calibration, which are left out without.
    ///   - block: queries scored at once; by default as many as make 4 million scores, from 8 to 256.
    /// - Throws: ``EvaluateError`` `evaluate.cutoffs` unless there are cut-offs and all are positive.
    public init(
        cutoffs: [Int], history: HistoryRule = .filtered, ranksWholeList: Bool = false,
        facts: CatalogueFacts? = nil, block: Int? = nil
    ) throws {
        guard !cutoffs.isEmpty, cutoffs.allSatisfy({ $0 > 0 }) else {
            throw EvaluateError(
                code: "evaluate.cutoffs",
                message: "RankingEvaluator.cutoffs must be one or more positive numbers; got \(cutoffs)")
        }
        if let block, block < 1 {
            throw EvaluateError(
                code: "evaluate.block", message: "RankingEvaluator.block must be positive; got \(block)")
        }
        self.cutoffs = Set(cutoffs).sorted()
        self.history = history
        self.ranksWholeList = ranksWholeList
        self.facts = facts
        self.block = block
    }

    /// O(queries × (scoring + items + list work)).
    ///
    /// - Parameter progress: called now and then, from any thread, with the number of queries done.
    /// - Throws: ``EvaluateError`` `evaluate.empty` without queries, `evaluate.query` when one has no target or
    ///   names an item the model does not know; and whatever the model throws.
    public func measure(
        _ model: some ItemScorer, on queries: [RankingQuery], progress: (@Sendable (Int) -> Void)? = nil
    ) throws -> Measurement {
        let items = model.items.count
        try check(queries, items: items)
        let columns = MeasureColumns(cutoffs: cutoffs, hasFacts: facts != nil, ranksWholeList: ranksWholeList)
        let size = block ?? min(256, max(8, 4_000_000 / max(1, items)))
        let blocks = (queries.count + size - 1) / size
        let next = Atomic(0)
        let done = Atomic(0)
        let clock = ContinuousClock()
        let start = clock.now
        let workers = Parallel.map(min(Parallel.width, blocks)) { _ in
            Result<BlockWorker, BlockFailure> { () throws(BlockFailure) in
                var worker = BlockWorker(
                    columns: columns, items: items, filtersHistory: history == .filtered, facts: facts)
                while true {
                    let block = next.wrappingAdd(1, ordering: .relaxed).oldValue
                    guard block < blocks else { return worker }
                    let range = block * size..<min(queries.count, (block + 1) * size)
                    do {
                        try worker.measure(queries[range], with: model)
                    } catch {
                        // Others stop at their next block; the failure is the same whoever meets it first.
                        next.store(blocks, ordering: .relaxed)
                        throw BlockFailure(block: block, cause: error)
                    }
                    progress?(done.wrappingAdd(range.count, ordering: .relaxed).newValue)
                }
            }
        }
        let wall = clock.now - start
        let finished = try Self.finished(workers)
        return Measurement(
            columns: columns, queries: queries, items: items, history: history, facts: facts, workers: finished,
            wallSeconds: wall.seconds)
    }

    private static func finished(_ workers: [Result<BlockWorker, BlockFailure>]) throws -> [BlockWorker] {
        let failures = workers.compactMap { worker -> BlockFailure? in
            if case .failure(let failure) = worker { failure } else { nil }
        }
        if let first = failures.min(by: { $0.block < $1.block }) { throw first.cause }
        return try workers.map { try $0.get() }
    }

    private func check(_ queries: [RankingQuery], items: Int) throws {
        guard !queries.isEmpty else {
            throw EvaluateError(
                code: "evaluate.empty", message: "there is no query to evaluate on",
                remedy: "hold out more events")
        }
        if let facts, facts.itemCount != items {
            throw EvaluateError(
                code: "evaluate.items",
                message: "the catalogue facts are about \(facts.itemCount) items, the model about \(items)",
                remedy: "build both from one vocabulary")
        }
        for (index, query) in queries.enumerated() {
            let known = { (row: Int32) in row >= 0 && Int(row) < items }
            guard !query.targets.isEmpty, query.targets.allSatisfy(known), query.history.items.allSatisfy(known)
            else {
                throw EvaluateError(
                    code: "evaluate.query",
                    message: "query \(index) must have a target, and name only the model's \(items) items",
                    remedy: "use queries and models of one split")
            }
        }
    }
}

/// A failure of the model, with the place, so that the earliest can be told from those that follow it.
private struct BlockFailure: Error {
    let block: Int
    let cause: any Error
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
