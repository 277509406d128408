/// Numbers from 0 up, brought together into a ``Distribution``.
struct DistributionSketch: Sendable {
    private var zeros = 0
    private var positive = LogHistogram()

    mutating func add(_ value: Double) {
        if value > 0 { positive.add(value) } else { zeros += 1 }
    }

    var count: Int { zeros + positive.count }

    /// - Parameter first: where the first bucket starts: 1 for whole numbers, whose quantiles are then whole too, else 0.
    func distribution(startingAt first: Int) -> Distribution {
        guard count > 0 else {
            return Distribution(count: 0, mean: nil, median: nil, p90: nil, maximum: nil, buckets: [])
        }
        var edges = first == 0 ? [0, 1] : [1]
        while Double(edges[edges.count - 1]) * 2 <= positive.maximum { edges.append(edges[edges.count - 1] * 2) }
        var counts = positive.counts(between: edges.map(Double.init))
        if first == 0 { counts[0] += zeros }
        while counts.count > 1, counts.last == 0 {
            counts.removeLast()
            edges.removeLast()
        }
        return Distribution(
            count: count, mean: positive.sum / Double(count), median: quantile(0.5, isWhole: first == 1),
            p90: quantile(0.9, isWhole: first == 1),
            maximum: positive.maximum,
            buckets: edges.indices.map {
                .init(from: edges[$0], below: $0 + 1 < edges.count ? edges[$0 + 1] : nil, count: counts[$0])
            })
    }

    private func quantile(_ level: Double, isWhole: Bool) -> Double? {
        let rank = max(1, Int((level * Double(count)).rounded(.up)))
        guard rank > zeros else { return 0 }
        let value = positive.quantile(rank: rank - zeros)
        return isWhole ? value?.rounded() : value
    }
}
