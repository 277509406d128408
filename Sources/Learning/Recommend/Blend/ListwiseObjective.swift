import Foundation
import Linear

/// How well given weights rank the targets of some examples.
extension ListwiseExamples {
    /// The log-likelihood of the targets, its gradient, and the negative Hessian, by weight.
    struct Likelihood {
        var value = 0.0
        var gradient: [Double]
        /// Row-major, [components, components].
        var curvature: [Double]

        init(components: Int) {
            gradient = Array(repeating: 0, count: components)
            curvature = Array(repeating: 0, count: components * components)
        }

        mutating func add(_ other: Likelihood) {
            value += other.value
            for place in gradient.indices { gradient[place] += other.gradient[place] }
            for place in curvature.indices { curvature[place] += other.curvature[place] }
        }
    }

    /// `sum over cases of mean over targets of ln softmax(w . x)[target]`, concave in `w`.
    ///
    /// O(candidates × components²), on all cores; sums are added up in a fixed order.
    func likelihood(_ weights: [Double]) -> Likelihood {
        let parts = sumOverChunks(Likelihood(components: components)) { index, features, count, sum in
            var scores = combined(features, count, weights.map(Float.init))
            let top = scores.max() ?? 0
            var total = 0.0
            for place in 0..<count {
                scores[place] = exp(scores[place] - top)
                total += Double(scores[place])
            }
            let share = 1 / Double(targets[index].count)
            var means = [Double](repeating: 0, count: components)
            for component in 0..<components {
                let column = features + component * count
                var mean = 0.0
                for place in 0..<count { mean += Double(scores[place] * column[place]) }
                means[component] = mean / total
            }
            for target in targets[index] {
                sum.value += share * log(Double(scores[target]) / total)
                for component in 0..<components {
                    sum.gradient[component] += share * Double(features[component * count + target])
                }
            }
            for row in 0..<components {
                sum.gradient[row] -= means[row]
                let left = features + row * count
                for column in 0...row {
                    let right = features + column * count
                    var moment = 0.0
                    for place in 0..<count { moment += Double(scores[place] * left[place] * right[place]) }
                    let covariance = moment / total - means[row] * means[column]
                    sum.curvature[row * components + column] += covariance
                    if row != column { sum.curvature[column * components + row] += covariance }
                }
            }
        }
        var sum = Likelihood(components: components)
        for part in parts { sum.add(part) }
        return sum
    }

    /// Mean NDCG at `cutoff` over the cases, candidates with equal scores in order of item row.
    ///
    /// O(candidates × components), on all cores.
    func ndcg(_ weights: [Double], cutoff: Int = 10) -> Double {
        let weights = weights.map(Float.init)
        let parts = sumOverChunks(0.0) { index, features, count, sum in
            let scores = combined(features, count, weights)
            var gain = 0.0
            for target in targets[index] {
                let score = scores[target]
                var rank = 0
                for place in 0..<count where scores[place] >= score {
                    rank += scores[place] > score || place < target ? 1 : 0
                }
                if rank < cutoff { gain += 1 / log2(Double(rank) + 2) }
            }
            let ideal = (0..<min(cutoff, targets[index].count)).reduce(0) { $0 + 1 / log2(Double($1) + 2) }
            sum += gain / ideal
        }
        return parts.reduce(0, +) / Double(max(1, count))
    }

    /// `w . x` of every candidate of a case.
    private func combined(_ features: UnsafePointer<Float>, _ count: Int, _ weights: [Float]) -> [Float] {
        [Float](unsafeUninitializedCapacity: count) { scores, initialised in
            scores.initialize(repeating: 0)
            for component in 0..<components where weights[component] != 0 {
                let (weight, column) = (weights[component], features + component * count)
                for place in 0..<count { scores[place] += weight * column[place] }
            }
            initialised = count
        }
    }

    /// Calls `body` for every case with its features, [components, candidates], and returns a sum per chunk of cases.
    private func sumOverChunks<Sum: Sendable>(
        _ zero: Sum, _ body: @Sendable (_ index: Int, _ features: UnsafePointer<Float>, _ count: Int, inout Sum) -> Void
    ) -> [Sum] {
        let chunk = 64
        return features.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return [] }
            nonisolated(unsafe) let features = base
            return Parallel.map((count + chunk - 1) / chunk) { part in
                var sum = zero
                for index in part * chunk..<min(count, (part + 1) * chunk) {
                    let (start, end) = (starts[index], starts[index + 1])
                    body(index, features + start * components, end - start, &sum)
                }
                return sum
            }
        }
    }
}
