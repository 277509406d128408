import Commerce

/// What one item of the history adds to a score.
struct Contribution {
    let item: Int
    let amount: Float
}

extension [Contribution] {
    /// One reason per history item, the largest part first, equal parts by item row. Strengths are shares of the
    /// sum of all contributions, so over all reasons they add up to 1.
    func reasons(
        _ kind: Reason.Kind, source: String, items: Vocabulary<Item>, limit: Int
    ) -> [Reason] {
        var amounts: [Int: Double] = [:]
        for contribution in self where contribution.amount > 0 {
            amounts[contribution.item, default: 0] += Double(contribution.amount)
        }
        let ranked = amounts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let total = ranked.reduce(0) { $0 + $1.value }
        return ranked.prefix(Swift.max(0, limit)).map { item, amount in
            Reason(kind, source: source, evidence: [items[Int32(item)]], strength: amount / total)
        }
    }
}
