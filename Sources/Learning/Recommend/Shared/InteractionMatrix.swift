import Commerce
import Linear

extension Interactions {
    /// Shoppers × items, the weights of repeated events added up. Shape [shoppers, items].
    ///
    /// Events with a weight that is not positive are left out. O(events log(longest history)).
    func matrix() -> SparseMatrix {
        var offsets = [0]
        offsets.reserveCapacity(shoppers.count + 1)
        var indices: [Int32] = []
        var values: [Float] = []
        indices.reserveCapacity(count)
        values.reserveCapacity(count)
        var row: [(item: Int32, weight: Float)] = []
        for shopper in 0..<shoppers.count {
            row.removeAll(keepingCapacity: true)
            for event in self.offsets[shopper]..<self.offsets[shopper + 1] {
                let weight = UsableWeight.of(weights[event])
                if weight > 0 { row.append((itemRows[event], weight)) }
            }
            row.sort { $0.item < $1.item }
            for (place, entry) in row.enumerated() {
                if place > 0, row[place - 1].item == entry.item {
                    values[values.count - 1] += entry.weight
                } else {
                    indices.append(entry.item)
                    values.append(entry.weight)
                }
            }
            offsets.append(indices.count)
        }
        return SparseMatrix(
            rows: shoppers.count, columns: items.count, offsets: offsets, indices: indices, values: values)
    }
}
