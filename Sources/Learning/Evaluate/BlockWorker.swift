import Commerce
import Linear

/// One core's part of an evaluation: scores a block of queries, makes the lists and writes their figures.
///
/// Keeps its buffers from block to block. What it has counted is independent of which blocks it was given.
struct BlockWorker: Sendable {
    /// Rows of figures, with the query each run of rows starts at.
    private(set) var figures: [(start: Int, values: [Double])] = []
    /// How often each item was listed, by cut-off.
    private(set) var exposure: [[Int32]]
    private(set) var scoringSeconds = 0.0
    private(set) var rankingSeconds = 0.0

    private let columns: MeasureColumns
    private let items: Int
    private let filtersHistory: Bool
    private var scores = Matrix(rows: 0, columns: 0)
    private var accuracy: ListAccuracy
    private var qualities: ListQualities?

    init(columns: MeasureColumns, items: Int, filtersHistory: Bool, facts: CatalogueFacts?) {
        self.columns = columns
        self.items = items
        self.filtersHistory = filtersHistory
        exposure = columns.cutoffs.map { _ in [Int32](repeating: 0, count: items) }
        accuracy = ListAccuracy(columns: columns, items: items)
        qualities = facts.map { ListQualities(facts: $0, columns: columns) }
    }

    mutating func measure(_ queries: ArraySlice<RankingQuery>, with model: some ItemScorer) throws {
        let clock = ContinuousClock()
        let start = clock.now
        if scores.rows != queries.count || scores.columns != items {
            scores = Matrix(rows: queries.count, columns: items)
        }
        try model.score(queries.map(\.history), into: &scores)
        guard scores.rows == queries.count, scores.columns == items else {
            throw EvaluateError(
                code: "evaluate.scores",
                message:
                    "the model must fill [\(queries.count), \(items)] scores; got [\(scores.rows), \(scores.columns)]")
        }
        let scored = clock.now
        var values = [Double](repeating: 0, count: queries.count * columns.count)
        for (row, query) in queries.enumerated() {
            let list = rank(query, row: row, into: &values)
            for (place, entry) in list.enumerated() {
                for cutoff in columns.cutoffs.indices where place < columns.cutoffs[cutoff] {
                    exposure[cutoff][Int(entry.index)] += 1
                }
            }
        }
        figures.append((queries.startIndex, values))
        scoringSeconds += (scored - start).seconds
        rankingSeconds += (clock.now - scored).seconds
    }

    /// Writes the figures of one query and returns its longest list.
    private mutating func rank(
        _ query: RankingQuery, row: Int, into values: inout [Double]
    ) -> [(index: Int32, score: Float)] {
        scores.values.withUnsafeMutableBufferPointer { all in
            let own = UnsafeMutableBufferPointer(rebasing: all[row * items..<(row + 1) * items])
            if filtersHistory {
                for item in query.history.items { own[Int(item)] = -.infinity }
            }
            let list = topK(UnsafeBufferPointer(own), count: columns.longest)
            let first = row * columns.count
            accuracy.write(list, targets: query.targets, into: &values, at: first)
            qualities?.write(list, history: query.history, into: &values, at: first)
            if columns.ranksWholeList {
                values[first + columns.count - 1] = reciprocalRank(of: query.targets, in: UnsafeBufferPointer(own))
            }
            return list
        }
    }
}

/// One over the rank of the first target in the whole list; 0 when no target ranks. O(items).
func reciprocalRank(of targets: [Int32], in scores: UnsafeBufferPointer<Float>) -> Double {
    var best: Int32?
    for target in targets where scores[Int(target)] > -.infinity {
        guard let current = best else {
            best = target
            continue
        }
        let (score, bestScore) = (scores[Int(target)], scores[Int(current)])
        if score > bestScore || (score == bestScore && target < current) { best = target }
    }
    guard let best else { return 0 }
    return 1 / Double(rank(of: Int(best), in: scores))
}

/// 1 plus the number of items before this one: those with a higher score, and those of the same score with a lower
/// row. NaN is before nothing. Sixteen comparisons at a time.
func rank(of item: Int, in scores: UnsafeBufferPointer<Float>) -> Int {
    let score = scores[item]
    let bytes = UnsafeRawBufferPointer(scores)
    // A true lane is -1. Lanes do not overflow: a catalogue has fewer than 2^31 items.
    var lanes = SIMD16<Int32>.zero
    var index = 0
    while index + 16 <= item {
        let group = bytes.loadUnaligned(fromByteOffset: index * 4, as: SIMD16<Float>.self)
        lanes &-= unsafeBitCast(group .>= score, to: SIMD16<Int32>.self)
        index += 16
    }
    var before = 0
    while index < min(item + 1, scores.count) {
        if index < item, scores[index] >= score { before += 1 }
        index += 1
    }
    while index + 16 <= scores.count {
        let group = bytes.loadUnaligned(fromByteOffset: index * 4, as: SIMD16<Float>.self)
        lanes &-= unsafeBitCast(group .> score, to: SIMD16<Int32>.self)
        index += 16
    }
    while index < scores.count {
        if scores[index] > score { before += 1 }
        index += 1
    }
    return before + Int(lanes.wrappedSum()) + 1
}
