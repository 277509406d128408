import Commerce
import Linear

/// The vectors while they are learned, and the strata in which steps are taken.
///
/// `@unchecked Sendable` because the blocks of one round share neither shoppers nor items, and every other buffer is
/// written by the block, or the group of shoppers, that owns the part.
final class BPRTraining: @unchecked Sendable {
    private let settings: BPR
    private let choices: SparseMatrix
    private let generator: SeededGenerator
    /// Shoppers of group `g` are `bounds[g] ..< bounds[g + 1]`; there are as many groups of items.
    private let bounds: [Int]
    private let owners: [Int32]
    private let unchosen: UnchosenItems

    private let shoppers: UnsafeMutablePointer<Float>
    private let items: UnsafeMutablePointer<Float>
    private let biases: UnsafeMutablePointer<Float>
    /// The epoch's order of items; group `g` is a run of it.
    private let order: UnsafeMutablePointer<Int32>
    private let groupOfItem: UnsafeMutablePointer<Int32>
    /// Chosen pairs, sorted by block: those of shopper group `g` are the entries of its shoppers.
    private let pairs: UnsafeMutablePointer<Pair>

    private struct Pair {
        var shopper: Int32
        var item: Int32
        var weight: Float
    }

    private var groups: Int { bounds.count - 1 }

    /// - Parameters:
    ///   - choices: shoppers × items; a value is what part of a step its pair takes.
    ///   - groups: how many to cut shoppers and items into; nothing leaves it to the data.
    init(
        _ choices: SparseMatrix, settings: BPR, groups: Int? = nil, using generator: inout SeededGenerator
    ) {
        self.settings = settings
        self.choices = choices
        self.generator = generator.split(1)
        unchosen = UnchosenItems(choices)
        bounds = Self.bounds(choices, groups: groups ?? Self.groups(for: choices, factors: settings.factors))
        owners = (0..<choices.rows).flatMap { row in
            repeatElement(Int32(row), count: choices.offsets[row + 1] - choices.offsets[row])
        }
        shoppers = .allocate(capacity: choices.rows * settings.factors)
        items = .allocate(capacity: choices.columns * settings.factors)
        biases = .allocate(capacity: choices.columns)
        order = .allocate(capacity: choices.columns)
        groupOfItem = .allocate(capacity: choices.columns)
        pairs = .allocate(capacity: choices.count)
        biases.initialize(repeating: 0, count: choices.columns)
        groupOfItem.initialize(repeating: 0, count: choices.columns)
        for item in 0..<choices.columns { order[item] = Int32(item) }
        let scale = 1 / Float(settings.factors)
        for place in 0..<choices.rows * settings.factors {
            shoppers[place] = (Float(generator.unit()) - 0.5) * scale
        }
        for place in 0..<choices.columns * settings.factors {
            items[place] = (Float(generator.unit()) - 0.5) * scale
        }
    }

    deinit {
        shoppers.deallocate()
        items.deallocate()
        biases.deallocate()
        order.deallocate()
        groupOfItem.deallocate()
        pairs.deallocate()
    }

    func shopperFactors() -> Matrix {
        let values = UnsafeBufferPointer(start: shoppers, count: choices.rows * settings.factors)
        return Matrix(rows: choices.rows, columns: settings.factors, values: Array(values))
    }

    func itemFactors() -> Matrix {
        let values = UnsafeBufferPointer(start: items, count: choices.columns * settings.factors)
        return Matrix(rows: choices.columns, columns: settings.factors, values: Array(values))
    }

    func bias() -> [Float] { Array(UnsafeBufferPointer(start: biases, count: choices.columns)) }

    /// Takes one step for every chosen pair.
    func run(epoch: Int) {
        let draws = generator.split(UInt64(epoch))
        regroupItems(draws.split(0))
        let blocks = Parallel.map(groups) { group in sortPairs(ofGroup: group) }
        for round in 0..<groups {
            Parallel.forEachChunk(of: groups, chunk: 1) { range in
                let group = range.lowerBound
                let itemGroup = (group + round) % groups
                takeSteps(
                    pairs + blocks[group][itemGroup], count: blocks[group][itemGroup + 1] - blocks[group][itemGroup],
                    against: itemGroup, draws.split(UInt64(1 + group * groups + itemGroup)))
            }
        }
    }

    private func regroupItems(_ generator: SeededGenerator) {
        var generator = generator
        var shuffled = UnsafeMutableBufferPointer(start: order, count: choices.columns)
        shuffled.shuffle(using: &generator)
        for group in 0..<groups {
            for place in itemRange(group) { groupOfItem[Int(order[place])] = Int32(group) }
        }
    }

    private func itemRange(_ group: Int) -> Range<Int> {
        choices.columns * group / groups..<choices.columns * (group + 1) / groups
    }

    /// Sorts a shopper group's pairs by item group; where each block begins, and the end.
    private func sortPairs(ofGroup group: Int) -> [Int] {
        let entries = choices.offsets[bounds[group]]..<choices.offsets[bounds[group + 1]]
        return choices.indices.withUnsafeBufferPointer { items in
            owners.withUnsafeBufferPointer { owners in
                var starts = [Int](repeating: 0, count: groups + 1)
                for entry in entries { starts[Int(groupOfItem[Int(items[entry])]) + 1] += 1 }
                starts[0] = entries.lowerBound
                for block in 0..<groups { starts[block + 1] += starts[block] }
                var next = starts
                for entry in entries {
                    let block = Int(groupOfItem[Int(items[entry])])
                    pairs[next[block]] = Pair(shopper: owners[entry], item: items[entry], weight: choices.values[entry])
                    next[block] += 1
                }
                return starts
            }
        }
    }

    private func takeSteps(
        _ pairs: UnsafeMutablePointer<Pair>, count: Int, against itemGroup: Int, _ generator: SeededGenerator
    ) {
        let (factors, rate, decay) = (settings.factors, Float(settings.rate), Float(settings.regularisation))
        let (shoppers, items, biases) = (shoppers, items, biases)
        let candidates = itemRange(itemGroup)
        let order = order + candidates.lowerBound
        var generator = generator
        for step in 0..<count {
            // The pairs not taken yet lie from `step` on; a random one of them comes next.
            let pick = step + Int(generator.below(UInt64(count - step)))
            let pair = pairs[pick]
            pairs[pick] = pairs[step]
            pairs[step] = pair
            let chosen = Int(pair.item)
            let rate = rate * pair.weight
            guard
                let other = unchosen.draw(
                    by: Int(pair.shopper), among: candidates.count, using: &generator, candidate: { order[$0] })
            else { continue }
            let gradient = Kernels.pairwiseStep(
                shoppers + Int(pair.shopper) * factors, items + chosen * factors, items + other * factors,
                count: factors, offset: biases[chosen] - biases[other], rate: rate, decay: decay)
            biases[chosen] += rate * (gradient - decay * biases[chosen])
            biases[other] -= rate * (gradient + decay * biases[other])
        }
    }

    /// The number of groups follows from the data alone: enough for any machine to keep busy and for a block's vectors
    /// to stay near a core, few enough for every block to hold many items.
    private static func groups(for choices: SparseMatrix, factors: Int) -> Int {
        let megabytes = (choices.rows + choices.columns) * factors * MemoryLayout<Float>.size >> 20
        return max(1, min(max(8, megabytes), 64, choices.rows / 16, choices.columns / 16))
    }

    /// Cuts the shoppers into runs of about equally many events.
    private static func bounds(_ choices: SparseMatrix, groups: Int) -> [Int] {
        var bounds = [0]
        for group in 1..<max(1, groups) {
            var row = bounds[group - 1]
            while row < choices.rows, choices.offsets[row] < choices.count * group / groups { row += 1 }
            bounds.append(row)
        }
        return bounds + [choices.rows]
    }
}
