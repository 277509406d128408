import Commerce
import Explore
import Testing

struct CandidatePoolTests {
    @Test func fillsQuotasFirstThenGoesRoundTheSources() throws {
        let pool = try CandidatePool(capacity: 6, quotas: ["a": 1, "b": 2])
        let pooled = try pool.merge([
            SmallShop.list("a", [1, 2, 3, 4]), SmallShop.list("b", [1, 5, 6, 7]), SmallShop.list("c", [8, 9]),
        ])
        // a: 1; b skips 1, which is taken: 5, 6; then round: a 2, b 7, c 8.
        #expect(pooled.rows == [1, 5, 6, 2, 7, 8])
        #expect(pooled.sourceOf == [0, 1, 1, 0, 1, 2])
    }

    @Test func othersFillUpWhereASourceFallsShort() throws {
        let pool = try CandidatePool(capacity: 5, quotas: ["a": 4])
        let pooled = try pool.merge([SmallShop.list("a", [1]), SmallShop.list("b", [2, 3, 4, 5, 6])])
        #expect(pooled.rows == [1, 2, 3, 4, 5])
    }

    @Test func anItemBelongsToTheSourceThatRanksItHighestAndKeepsEveryScore() throws {
        let pooled = try CandidatePool().merge([
            CandidateList(source: "a", items: [1, 2], scores: [9, 8]),
            CandidateList(source: "b", items: [2, 1], scores: [0.7, 0.6]),
            CandidateList(source: "c", items: [3, 2, 1], scores: [3, 2, 1]),
        ])
        #expect(pooled.rows == [1, 2, 3])
        #expect(pooled.sourceOf == [0, 1, 2])
        #expect(Array(pooled.scores[0..<6]) == [9, 0.6, 1, 8, 0.7, 2])
        #expect(pooled.scores[6].isNaN && pooled.scores[7].isNaN && pooled.scores[8] == 3)
    }

    @Test func countsEachRefusedItemOnceWithItsReason() throws {
        let pooled = try CandidatePool().merge([SmallShop.list("a", [1, 2, 3, -1]), SmallShop.list("b", [2, 3, 2])]) {
            $0 == 2 ? .seen : nil
        }
        #expect(pooled.rows == [1, 3])
        #expect(pooled.refused == [.seen: 1, .unknown: 1])
    }

    /// Against a plain version that works with dictionaries and sets.
    @Test(arguments: 0..<100 as Range<UInt64>)
    func agreesWithAPlainVersion(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let lists = try (0..<Int.random(in: 1...4, using: &generator)).map { number in
            try SmallShop.list(
                "s\(number)",
                Array(
                    (0..<40 as Range<Int32>).shuffled(using: &generator).prefix(
                        Int.random(in: 0...25, using: &generator))))
        }
        let capacity = Int.random(in: 6...40, using: &generator)
        let quotas = ["s0": Int.random(in: 0...3, using: &generator), "s2": Int.random(in: 0...3, using: &generator)]
        let refused = Set((0..<40 as Range<Int32>).filter { _ in Int.random(in: 0..<4, using: &generator) == 0 })
        let pooled = try CandidatePool(capacity: capacity, quotas: quotas).merge(lists) {
            refused.contains($0) ? .excluded : nil
        }

        var expected: [Int32] = []
        var rest = lists.map { $0.items.filter { !refused.contains($0) } }
        func take(_ source: Int) -> Bool {
            guard expected.count < capacity, let row = rest[source].first(where: { !expected.contains($0) }) else {
                return false
            }
            expected.append(row)
            rest[source].removeAll { expected.contains($0) }
            return true
        }
        for source in lists.indices {
            for _ in 0..<(quotas["s\(source)"] ?? 0) where !take(source) { break }
        }
        while true {
            let taken = lists.indices.map(take)
            if !taken.contains(true) { break }
        }
        #expect(pooled.rows == expected)
        for (place, row) in pooled.rows.enumerated() {
            let ranks = lists.map { $0.items.firstIndex(of: row) ?? .max }
            #expect(Int(pooled.sourceOf[place]) == ranks.firstIndex(of: ranks.min() ?? 0))
            for (source, list) in lists.enumerated() {
                let score = pooled.scores[place * lists.count + source]
                #expect(list.items.firstIndex(of: row).map { score == list.scores[$0] } ?? score.isNaN)
            }
        }
    }

    @Test func refusesBadQuotasAndScores() {
        #expect(throws: ExploreError.self) { try CandidatePool(capacity: 0) }
        #expect(throws: ExploreError.self) { try CandidatePool(capacity: 5, quotas: ["a": 3, "b": 3]) }
        #expect(throws: ExploreError.self) { try CandidatePool(capacity: 5, quotas: ["a": -1]) }
        #expect(throws: ExploreError.self) { try CandidateList(source: "a", items: [1], scores: []) }
        #expect { try CandidateList(source: "a", items: [1, 2], scores: [1, .nan]) } throws: {
            "\($0)".contains("source 'a' scores item row 2 as nan")
        }
    }
}
