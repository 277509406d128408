import Commerce
import Foundation
import Linear

extension BPRModel {
    /// The most steps that folding in one history takes, unless one pass over it takes more.
    static let foldInSteps = 4096

    /// A factor for a shopper who chose these distinct items: the mean over the second half of the epochs of the
    /// training's steps, taken on the shopper's factor alone. Zeros for nothing chosen.
    ///
    /// The mean takes away most of the noise of single steps. Draws start from the model's own seed, so the same
    /// history gives the same factor, alone or in a batch.
    func foldIn(_ chosen: [RecentEvent]) -> [Float] {
        let width = itemFactors.columns
        var factor = [Float](repeating: 0, count: width)
        guard !chosen.isEmpty, chosen.count < items.count else { return factor }
        let row = chosen.map { Int32($0.item) }.sorted()
        let unchosen = UnchosenItems(
            SparseMatrix(
                rows: 1, columns: items.count, offsets: [0, row.count], indices: row,
                values: Array(repeating: 1, count: row.count)))
        let epochs = max(2, min(settings.iterations, Self.foldInSteps / chosen.count))
        var generator = SeededGenerator(seed: seed)
        var order = chosen
        var sum = factor
        for epoch in 0..<epochs {
            order.shuffle(using: &generator)
            for choice in order {
                let other = unchosen.draw(by: 0, among: items.count, using: &generator, candidate: { Int32($0) })
                if let other { step(&factor, choice, against: other) }
            }
            if epoch >= epochs / 2 { for place in sum.indices { sum[place] += factor[place] } }
        }
        let averaged = Float(epochs - epochs / 2)
        return sum.map { $0 / averaged }
    }

    /// The shopper's part of a training step.
    private func step(_ factor: inout [Float], _ choice: RecentEvent, against unchosen: Int) {
        let (width, chosen, rate) = (itemFactors.columns, choice.item, Float(settings.rate) * choice.weight)
        itemFactors.values.withUnsafeBufferPointer { items in
            factor.withUnsafeMutableBufferPointer { factor in
                guard let items = items.baseAddress, let u = factor.baseAddress else { return }
                let (i, j) = (items + chosen * width, items + unchosen * width)
                let margin = Kernels.dot(u, i, count: width) - Kernels.dot(u, j, count: width)
                let push = rate / (1 + exp(margin + bias[chosen] - bias[unchosen]))
                Kernels.add(-rate * Float(settings.regularisation), times: u, to: u, count: width)
                Kernels.add(push, times: i, to: u, count: width)
                Kernels.add(-push, times: j, to: u, count: width)
            }
        }
    }
}
