import Commerce
import Linear

/// Novelty, diversity and calibration of one list at every cut-off; NaN where undefined. Definitions: ``Metric``.
///
/// The diversity takes one pass down the list instead of one per pair: the similarities of an item to all before
/// it add up to its product with the sum of their feature rows. O(sum of the feature rows' lengths).
struct ListQualities: Sendable {
    private let facts: CatalogueFacts
    private let columns: MeasureColumns
    /// Sum of the feature rows of the list so far; all zero between lists.
    private var featureSum: [Float]
    /// Mass of each group in the history and in the list so far; all zero between lists.
    private var historyMass: [Double]
    private var listMass: [Double]
    /// Groups with history mass.
    private var historyGroups: [Int] = []

    /// Share of the history's distribution mixed into the list's, so that a missing group costs a finite amount.
    private static let smoothing = 0.01

    init(facts: CatalogueFacts, columns: MeasureColumns) {
        self.facts = facts
        self.columns = columns
        featureSum = Array(repeating: 0, count: facts.features.columns)
        historyMass = Array(repeating: 0, count: facts.categories.shares.columns)
        listMass = historyMass
    }

    mutating func write(
        _ list: [(index: Int32, score: Float)], history: History, into values: inout [Double], at start: Int
    ) {
        let historyTotal = addHistory(history)
        var (information, similarity, listTotal) = (0.0, 0.0, 0.0)
        var place = 0
        for (index, cutoff) in columns.cutoffs.enumerated() {
            while place < min(cutoff, list.count) {
                let item = Int(list[place].index)
                information += facts.information[item]
                similarity += addFeatures(of: item)
                listTotal += addCategories(of: item)
                place += 1
            }
            let column = start + index * columns.stride + MeasureColumns.accuracy.count
            let pairs = Double(place * (place - 1) / 2)
            values[column] = place > 0 ? information / Double(place) : .nan
            values[column + 1] = pairs > 0 ? 1 - similarity / pairs : .nan
            values[column + 2] =
                historyTotal > 0 && listTotal > 0 ? divergence(historyTotal, listTotal) : .nan
        }
        clear(list.prefix(place), history)
    }

    /// Returns the mass added.
    private mutating func addHistory(_ history: History) -> Double {
        let shares = facts.categories.shares
        var total = 0.0
        for (item, weight) in zip(history.items, history.weights) {
            for entry in shares.offsets[Int(item)]..<shares.offsets[Int(item) + 1] {
                let group = Int(shares.indices[entry])
                let mass = Double(weight) * Double(shares.values[entry])
                if historyMass[group] == 0, mass > 0 { historyGroups.append(group) }
                historyMass[group] += mass
                total += mass
            }
        }
        return total
    }

    /// Returns the mass added.
    private mutating func addCategories(of item: Int) -> Double {
        let shares = facts.categories.shares
        var total = 0.0
        for entry in shares.offsets[item]..<shares.offsets[item + 1] {
            listMass[Int(shares.indices[entry])] += Double(shares.values[entry])
            total += Double(shares.values[entry])
        }
        return total
    }

    /// Returns the sum of the item's similarities to the items added before.
    private mutating func addFeatures(of item: Int) -> Double {
        let entries = facts.features.offsets[item]..<facts.features.offsets[item + 1]
        return featureSum.withUnsafeMutableBufferPointer { sum in
            facts.features.indices.withUnsafeBufferPointer { indices in
                facts.features.values.withUnsafeBufferPointer { values in
                    var product = 0.0
                    for entry in entries {
                        let feature = Int(indices[entry])
                        product += Double(sum[feature] * values[entry])
                        sum[feature] += values[entry]
                    }
                    return product
                }
            }
        }
    }

    private func divergence(_ historyTotal: Double, _ listTotal: Double) -> Double {
        var sum = 0.0
        for group in historyGroups {
            let wanted = historyMass[group] / historyTotal
            let given = (1 - Self.smoothing) * listMass[group] / listTotal + Self.smoothing * wanted
            sum += wanted * (wanted / given).logarithm
        }
        return max(0, sum)
    }

    private mutating func clear(_ list: ArraySlice<(index: Int32, score: Float)>, _ history: History) {
        let shares = facts.categories.shares
        for entry in list {
            let item = Int(entry.index)
            for place in facts.features.offsets[item]..<facts.features.offsets[item + 1] {
                featureSum[Int(facts.features.indices[place])] = 0
            }
            for place in shares.offsets[item]..<shares.offsets[item + 1] { listMass[Int(shares.indices[place])] = 0 }
        }
        for group in historyGroups { historyMass[group] = 0 }
        historyGroups.removeAll(keepingCapacity: true)
    }
}
