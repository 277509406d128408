extension CandidateSet {
    /// The candidates at these places, in this order; a column that is empty stays empty. O(places * features).
    ///
    /// - Precondition: every place is that of a candidate, and columns that are not empty fit.
    public func rows(_ places: [Int]) -> CandidateSet {
        let width = featureNames.count
        var kept = CandidateSet(items: places.map { items[$0] }, sources: sources, featureNames: featureNames)
        func pick<Value>(_ column: [Value]) -> [Value] { column.isEmpty ? [] : places.map { column[$0] } }
        kept.sourceOf = pick(sourceOf)
        kept.sourceScores = pick(sourceScores)
        kept.means = pick(means)
        kept.variances = pick(variances)
        kept.adjustments = pick(adjustments)
        if !features.isEmpty {
            kept.features.reserveCapacity(places.count * width)
            for place in places { kept.features += features[place * width..<(place + 1) * width] }
        }
        if !kinds.isEmpty {
            let levels = kinds.count / max(1, count)
            for place in places { kept.kinds += kinds[place * levels..<(place + 1) * levels] }
        }
        kept.spread = spread
        return kept
    }

    /// What is wrong with the columns; nothing when they fit: each empty or as long as ``items``, features
    /// `candidates * names` in number, every source a place in ``sources``. O(candidates).
    public var misfit: String? {
        let columns = [
            ("sourceOf", sourceOf.count), ("sourceScores", sourceScores.count), ("means", means.count),
            ("variances", variances.count), ("adjustments", adjustments.count),
        ]
        for (name, length) in columns where length != 0 && length != count {
            return "column '\(name)' has \(length) entries for \(count) candidates"
        }
        guard features.isEmpty || features.count == count * featureNames.count else {
            return "\(features.count) features are not \(count) candidates x \(featureNames.count) names"
        }
        guard kinds.isEmpty || (count > 0 && kinds.count % count == 0) else {
            return "\(kinds.count) kinds do not belong to \(count) candidates"
        }
        if let source = sourceOf.first(where: { Int($0) >= sources.count }) {
            return "a candidate names source \(source) of \(sources.count)"
        }
        return nil
    }
}

extension Decision {
    /// This decision with the candidates that were shown and no others, in the order of the slate: what learning
    /// needs, without what a replay needs. One that holds no more is returned as it is. O(candidates + slate * features).
    public func keepingSlate() -> Decision {
        if candidates.items.elementsEqual(slate.lazy.map(\.item)) { return self }
        var places: [ItemID: Int] = [:]
        for action in slate { places[action.item] = -1 }
        var missing = places.count
        for (place, item) in candidates.items.enumerated() where places[item] == -1 {
            places[item] = place
            missing -= 1
            if missing == 0 { break }
        }
        var kept = self
        kept.candidates = candidates.rows(
            slate.compactMap { action in places[action.item].flatMap { $0 < 0 ? nil : $0 } })
        return kept
    }
}
