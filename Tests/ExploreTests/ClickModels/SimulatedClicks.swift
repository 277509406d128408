import Commerce
import Explore
import Foundation
import Linear

/// Logs whose parameters are known.
struct SimulatedClicks {
    let examinations: [Double]
    let attractions: [Double]
    let continuations: [Double]

    /// `length` positions with examinations falling as 1 / position^0.8, `items` attractions around `level`.
    init(items: Int, length: Int, level: Double = 0.3) {
        examinations = (1...length).map { 1 / pow(Double($0), 0.8) }
        attractions = (0..<items).map { level * (0.4 + 1.2 * Double(($0 * 7) % items) / Double(items)) }
        continuations = (0..<length).map { 0.9 - 0.6 * Double($0) / Double(length) }
    }

    /// A list whose order leans towards attractive items, as a real ranker's does, with chance in it.
    func list(_ generator: inout SeededGenerator) -> [Int32] {
        let scores = attractions.map { 2 * $0 + generator.unit() }
        return attractions.indices.sorted { scores[$0] > scores[$1] }.prefix(examinations.count).map(Int32.init)
    }

    func positionBasedLog(lists: Int, seed: UInt64) throws -> ClickLog {
        var generator = SeededGenerator(seed: seed)
        var log = ClickLog()
        for _ in 0..<lists {
            let items = list(&generator)
            try log.append(
                items: items,
                clicks: items.enumerated().map { place, item in
                    generator.bernoulli(examinations[place] * attractions[Int(item)])
                })
        }
        return log
    }

    func cascadeLog(lists: Int, continues: Bool = true, seed: UInt64) throws -> ClickLog {
        var generator = SeededGenerator(seed: seed)
        var log = ClickLog()
        for _ in 0..<lists {
            let items = list(&generator)
            var isLooking = true
            let clicks = items.enumerated().map { place, item in
                let clicks = isLooking && generator.bernoulli(attractions[Int(item)])
                if clicks { isLooking = continues && generator.bernoulli(continuations[place]) }
                return clicks
            }
            try log.append(items: items, clicks: clicks)
        }
        return log
    }
}
