public import Commerce
import Evaluate
import Linear

/// One place of a recommendation list.
public struct ScoredItem: Sendable, Hashable {
    /// Row of the item in the model's vocabulary.
    public let item: Int32
    public let score: Float

    public init(item: Int32, score: Float) {
        self.item = item
        self.score = score
    }
}

/// What may not appear in a recommendation list.
public struct TopKOptions: Sendable, Hashable {
    /// Leaves out what the shopper already has in their history. Turn off where goods are bought again and again.
    public var excludesHistory: Bool
    /// Item rows left out for everybody.
    public var excluded: [Int32]
    /// Item rows left out for one shopper each, aligned with the histories; empty when there are none.
    public var excludedByHistory: [[Int32]]
    /// The items that may appear; nothing allows all.
    public var filter: ItemFilter?

    public init(
        excludesHistory: Bool = true, excluded: [Int32] = [], excludedByHistory: [[Int32]] = [],
        filter: ItemFilter? = nil
    ) {
        self.excludesHistory = excludesHistory
        self.excluded = excluded
        self.excludedByHistory = excludedByHistory
        self.filter = filter
    }
}

extension Recommender {
    /// The best `count` items for each history, best first.
    ///
    /// Equal scores come in order of item row, so a list is the same on every run and machine. A list is shorter
    /// than `count` only when fewer items are allowed. Exclusions that name unknown rows change nothing.
    ///
    /// Complexity: scoring, plus O(items) per history; works through the histories in blocks of bounded memory,
    /// on all cores. Deterministic.
    /// - Throws: ``RecommendError`` `topk.count` when `count` is negative, `topk.filter` when the filter was made
    ///   for another number of items, `topk.exclusions` when `excludedByHistory` is not aligned.
    public func topK(
        for histories: [History], count: Int, options: TopKOptions = TopKOptions()
    ) throws -> [[ScoredItem]] {
        try check(options, histories: histories.count, count: count)
        let blockRows = TopKBlock.rows(items: items.count)
        var lists: [[ScoredItem]] = []
        lists.reserveCapacity(histories.count)
        var start = 0
        var scores = Matrix(rows: 0, columns: items.count)
        while start < histories.count {
            let range = start..<min(histories.count, start + blockRows)
            if scores.rows != range.count { scores = Matrix(rows: range.count, columns: items.count) }
            let block = Array(histories[range])
            try score(block, into: &scores)
            let excluded = options.excludedByHistory.isEmpty ? [] : Array(options.excludedByHistory[range])
            lists += TopKBlock(histories: block, excludedByHistory: excluded, options: options, count: count)
                .select(from: &scores)
            start = range.upperBound
        }
        return lists
    }

    /// The best `count` items for one history; see ``best(_:for:where:)``.
    public func topK(
        for history: History, count: Int, options: TopKOptions = TopKOptions()
    ) throws -> [ScoredItem] {
        try check(options, histories: 1, count: count)
        var excluded = Set(options.excluded)
        if options.excludesHistory { excluded.formUnion(history.items) }
        if let own = options.excludedByHistory.first { excluded.formUnion(own) }
        guard options.filter != nil || !excluded.isEmpty else { return try best(count, for: history, where: nil) }
        return try best(count, for: history) { row in
            !excluded.contains(row) && options.filter?.flags[Int(row)] ?? true
        }
    }

    /// Scores all items, then ranks them.
    public func best(
        _ count: Int, for history: History, where isAllowed: ((Int32) -> Bool)?
    ) throws -> [ScoredItem] {
        var scores = Matrix(rows: 1, columns: items.count)
        try score([history], into: &scores)
        return scores.values.withUnsafeBufferPointer { scores in
            Linear.topK(scores, count: count, where: isAllowed).map { ScoredItem(item: $0.index, score: $0.score) }
        }
    }

    private func check(_ options: TopKOptions, histories: Int, count: Int) throws {
        guard count >= 0 else {
            throw RecommendError(code: "topk.count", message: "topK.count must not be negative; got \(count)")
        }
        if let filter = options.filter, filter.count != items.count {
            throw RecommendError(
                code: "topk.filter",
                message: "TopKOptions.filter must have a flag for each of \(items.count) items; got \(filter.count)",
                remedy: "make the filter from the model's own vocabulary")
        }
        guard options.excludedByHistory.isEmpty || options.excludedByHistory.count == histories else {
            throw RecommendError(
                code: "topk.exclusions",
                message: "TopKOptions.excludedByHistory must be empty or as long as the \(histories) histories; "
                    + "got \(options.excludedByHistory.count)")
        }
    }
}

/// Scores of a block of histories on their way to lists.
private struct TopKBlock {
    let histories: [History]
    let excludedByHistory: [[Int32]]
    let options: TopKOptions
    let count: Int

    /// As many rows as keep the block near 16 MB, which is enough for a matrix product to run at full speed.
    static func rows(items: Int) -> Int {
        max(16, min(1024, (4 << 20) / max(1, items)))
    }

    /// Overwrites what is not allowed with minus infinity, then ranks each row.
    func select(from scores: inout Matrix) -> [[ScoredItem]] {
        let columns = scores.columns
        return scores.values.withUnsafeMutableBufferPointer { buffer in
            // Rows are disjoint and each is touched by one iteration.
            nonisolated(unsafe) let base = buffer.baseAddress
            return Parallel.map(histories.count) { index in
                let row = UnsafeMutableBufferPointer(start: base.map { $0 + index * columns }, count: columns)
                mask(row, index)
                return Linear.topK(UnsafeBufferPointer(row), count: count)
                    .map { ScoredItem(item: $0.index, score: $0.score) }
            }
        }
    }

    private func mask(_ row: UnsafeMutableBufferPointer<Float>, _ index: Int) {
        func exclude(_ items: [Int32]) {
            for item in items where row.indices.contains(Int(item)) { row[Int(item)] = -.infinity }
        }
        if let filter = options.filter {
            for item in row.indices where !filter.flags[item] { row[item] = -.infinity }
        }
        if options.excludesHistory { exclude(histories[index].items) }
        exclude(options.excluded)
        if !excludedByHistory.isEmpty { exclude(excludedByHistory[index]) }
    }
}
