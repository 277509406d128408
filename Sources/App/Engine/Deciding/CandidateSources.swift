import Commerce
import Evaluate
import Explore
import Linear
import Recommend

/// Where candidates come from: trained recommenders, new arrivals, what sells in the categories at hand.
struct CandidateSources: Sendable {
    /// One trained recommender and its rows in terms of the shop's.
    fileprivate struct Trained: Sendable {
        let name: String
        let recommender: any Recommender
        /// By row of the model, the row of the ``ItemTable``; -1 for what has left the catalogue.
        let tableRow: [Int32]
        /// By row of the table, the row of the model; -1 for what was not there when it was trained.
        let modelRow: [Int32]
    }

    private let trained: [Trained]
    /// On sale, best sellers first.
    private let popular: [(row: Int32, heat: Float)]
    private var newArrivals: [Int32]
    private var byCategory: [Int32: [(row: Int32, heat: Float)]]

    /// What a source may propose at most.
    static let most = 60
    /// Days for which an item counts as new.
    static let newness = Duration.days(14)

    /// - Parameters:
    ///   - recommenders: by name, best first.
    ///   - heat: how often each item was chosen lately. Shape [items].
    init(recommenders: [(name: String, model: any Recommender)], items: ItemTable, heat: [Float], at time: Timestamp) {
        trained = recommenders.map { entry in
            let names = entry.model.items
            let tableRow = names.identifiers.map { items.row(of: $0) ?? -1 }
            var modelRow = [Int32](repeating: -1, count: items.count)
            for (row, place) in tableRow.enumerated() where place >= 0 { modelRow[Int(place)] = Int32(row) }
            return Trained(name: entry.name, recommender: entry.model, tableRow: tableRow, modelRow: modelRow)
        }
        let onSale = (0..<Int32(items.count)).filter { items.facts[Int($0)].isAvailable(at: time) }
        let ranked = onSale.map { (row: $0, heat: heat[Int($0)]) }
            .sorted { $0.heat > $1.heat || ($0.heat == $1.heat && $0.row < $1.row) }
        popular = ranked
        newArrivals = onSale.filter { row in
            items.facts[Int(row)].availableFrom.map { $0 > time - Self.newness } ?? false
        }.sorted { left, right in
            let (a, b) = (items.facts[Int(left)].availableFrom, items.facts[Int(right)].availableFrom)
            return a == b ? left < right : (a ?? time) > (b ?? time)
        }
        var byCategory: [Int32: [(row: Int32, heat: Float)]] = [:]
        for entry in ranked { byCategory[items.facts[Int(entry.row)].narrowestCategory, default: []].append(entry) }
        self.byCategory = byCategory
    }

    /// An item that has just come: proposed as new, and in its category, from now on.
    mutating func add(_ row: Int32, in items: ItemTable) {
        newArrivals.insert(row, at: 0)
        byCategory[items.facts[Int(row)].narrowestCategory, default: []].append((row, 0))
    }

    /// Whether the category has items of its own.
    func knows(_ category: Int32) -> Bool { byCategory[category] != nil }

    /// What every source proposes at one moment, best first.
    ///
    /// - Parameters:
    ///   - history: of the shopper, in rows of the table.
    ///   - anchor: the item of the page, to which the recommenders then answer.
    ///   - category: the category of the page; then only items of it are proposed.
    ///   - allows: what may be proposed at all; nothing allows everything. Sources look further down their lists for it.
    func lists(
        for history: History, anchor: Int32?, category: Int32?, items: ItemTable, allows: ((Int32) -> Bool)? = nil
    ) throws -> [CandidateList] {
        if let category { return try lists(in: category, history: history, allows: allows) }
        var lists: [CandidateList] = []
        let question = anchor.map { History(items: [$0]) } ?? history
        for model in trained where question.count > 0 {
            lists.append(try list(of: model, for: question, allows: allows))
        }
        lists.append(try list("popular", first(popular, allows)))
        if !newArrivals.isEmpty {
            let new = newArrivals.lazy.filter { allows?($0) ?? true }.prefix(Self.most)
            lists.append(
                try CandidateList(source: "new", items: Array(new), scores: new.indices.map { -Float($0) }))
        }
        // The categories looked at last, the latest first.
        var recent: [Int32] = []
        let latest: [Int32] = anchor.map { [$0] } ?? Array(history.items.suffix(20).reversed())
        for row in latest {
            let number = items.facts[Int(row)].narrowestCategory
            if !recent.contains(number), recent.count < 3 { recent.append(number) }
        }
        if !recent.isEmpty {
            let share = Self.most / recent.count
            var entries: [(row: Int32, heat: Float)] = []
            for number in recent { entries += first(byCategory[number] ?? [], allows, share) }
            lists.append(try list("category", entries))
        }
        return lists
    }

    /// All items of a category, with what each recommender thinks of them.
    private func lists(
        in category: Int32, history: History, allows: ((Int32) -> Bool)?
    ) throws -> [CandidateList] {
        let members = (byCategory[category] ?? []).filter { allows?($0.row) ?? true }
        var lists = [try list("category", members)]
        for model in trained where history.count > 0 {
            let scores = try scores(of: model, for: history)
            var scored: [(row: Int32, heat: Float)] = []
            for (row, _) in members {
                guard let place = model.row(of: row) else { continue }
                let score = scores[Int(place)]
                if score.isFinite, score > 0 { scored.append((row, score)) }
            }
            scored.sort { $0.heat > $1.heat || ($0.heat == $1.heat && $0.row < $1.row) }
            if !scored.isEmpty { lists.append(try list(model.name, scored)) }
        }
        return lists
    }

    /// The best that are allowed.
    private func first(
        _ entries: [(row: Int32, heat: Float)], _ allows: ((Int32) -> Bool)?, _ count: Int = most
    ) -> [(row: Int32, heat: Float)] {
        guard let allows else { return Array(entries.prefix(count)) }
        return Array(entries.lazy.filter { allows($0.row) }.prefix(count))
    }

    private func list(_ source: String, _ entries: [(row: Int32, heat: Float)]) throws -> CandidateList {
        try CandidateList(source: source, items: entries.map(\.row), scores: entries.map(\.heat))
    }

    private func list(
        of model: Trained, for history: History, allows: ((Int32) -> Bool)?
    ) throws -> CandidateList {
        let isAllowed = allows.map { allows in
            { (row: Int32) in model.tableRow[Int(row)] >= 0 && allows(model.tableRow[Int(row)]) }
        }
        let best = try model.recommender.best(Self.most, for: model.known(history), where: isAllowed)
        let kept = best.filter { $0.score > 0 && model.tableRow[Int($0.item)] >= 0 }
        return try CandidateList(
            source: model.name, items: kept.map { model.tableRow[Int($0.item)] }, scores: kept.map(\.score))
    }

    private func scores(of model: Trained, for history: History) throws -> [Float] {
        var scores = Matrix(rows: 1, columns: model.recommender.items.count)
        try model.recommender.score([model.known(history)], into: &scores)
        return scores.values
    }

    /// Why an item came up, in the words of the recommender that proposed it.
    func reasons(for row: Int32, source: String, history: History) -> [Reason] {
        guard let model = trained.first(where: { $0.name == source }), let place = model.row(of: row) else { return [] }
        return model.recommender.reasons(for: place, given: model.known(history), limit: 2)
    }
}

extension CandidateSources.Trained {
    /// Where the model has an item; nothing for one that it has not learned, such as all that came after it was made.
    fileprivate func row(of item: Int32) -> Int32? {
        guard modelRow.indices.contains(Int(item)), modelRow[Int(item)] >= 0 else { return nil }
        return modelRow[Int(item)]
    }

    /// The part of a history that the model knows, in its rows.
    fileprivate func known(_ history: History) -> History {
        let rows = history.items.map { row(of: $0) }
        let kept = rows.indices.filter { rows[$0] != nil }
        return History(
            items: rows.compactMap(\.self), weights: kept.map { history.weights[$0] },
            times: history.times.isEmpty ? [] : kept.map { history.times[$0] })
    }
}
