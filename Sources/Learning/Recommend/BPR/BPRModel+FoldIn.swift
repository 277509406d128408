import Commerce
import Foundation
import Linear

extension BPRModel {
    /// The most steps that folding in one history takes, unless one pass over it takes more.
    static let foldInSteps = 4096

    /// A factor for a shopper who chose `chosen`, distinct and ascending: the mean over the second half of the epochs
    /// of the training's steps, taken on the shopper's factor alone. Zeros for nothing chosen.
    ///
    /// The mean takes away most of the noise of single steps. Draws start from the model's own seed, so the same
    /// history gives the same factor, alone or in a batch.
    func foldIn(_ chosen: [Int32]) -> [Float] {
        let width = itemFactors.columns
        var factor = [Float](repeating: 0, count: width)
        guard !chosen.isEmpty, chosen.count < items.count else { return factor }
        let matrix = SparseMatrix(
            rows: 1, columns: items.count, offsets: [0, chosen.count], indices: chosen,
            values: Array(repeating: 1, count: chosen.count))
        let unchosen = UnchosenItems(matrix)
        let epochs = max(2, min(settings.iterations, Self.foldInSteps / chosen.count))
        var generator = SeededGenerator(seed: seed)
        var order = chosen
        var sum = factor
        for epoch in 0..<epochs {
            order.shuffle(using: &generator)
            for item in order {
                let other = unchosen.draw(by: 0, among: items.count, using: &generator, candidate: { Int32($0) })
                if let other { step(&factor, chosen: Int(item), unchosen: other) }
            }
            if epoch >= epochs / 2 { for place in sum.indices { sum[place] += factor[place] } }
        }
        let averaged = Float(epochs - epochs / 2)
        return sum.map { $0 / averaged }
    }

    /// The shopper's part of a training step.
    private func step(_ factor: inout [Float], chosen: Int, unchosen: Int) {
        let (width, rate) = (itemFactors.columns, Float(settings.rate))
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
