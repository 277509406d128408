import Commerce
import Explore
import Foundation
import Testing

struct OverlapMeasureTests {
    @Test(arguments: [
        // Agreement 0 and 1: 0.5 * 0.5 * 1 for the second depth, and all that follows as it, 0.5^2.
        ("ab", "ba", 0.5, 0.5),
        // Only the fourth item is common: 0.25 * (1/4 * 0.8^4) + 1/4 * 0.8^4.
        ("a", "bcda", 0.8, 0.128),
        // Agreement 0, 1/2, 1 and then three items that the short list must still agree with.
        ("abc", "cabxy", 0.5, 0.375),
        ("abc", "abc", 0.9, 1), ("abc", "abcde", 0.9, 1), ("abc", "xyz", 0.9, 0),
    ])
    func rankBiasedOverlapWorkedByHand(_ one: String, _ other: String, persistence: Double, expected: Double) throws {
        let overlap = try RankBiasedOverlap(persistence: persistence)
        #expect(abs(try overlap(Array(one), Array(other)) - expected) < 1e-12)
        #expect(try overlap(Array(other), Array(one)) == overlap(Array(one), Array(other)))
    }

    /// The definition itself, `(1 - p) * sum of A_d p^(d - 1)`, summed until nothing is left, with the agreement beyond
    /// the lists as the paper extrapolates it.
    private func plain(_ one: [Int], _ other: [Int], _ persistence: Double) -> Double {
        let (short, long) = one.count <= other.count ? (one, other) : (other, one)
        func common(_ depth: Int) -> Double {
            Double(Set(short.prefix(depth)).intersection(long.prefix(depth)).count)
        }
        let rate = common(short.count) / Double(short.count)
        var sum = 0.0
        for depth in 1...4_000 {
            let known = min(depth, long.count)
            let beyond = Double(max(0, known - short.count))
            sum += (common(known) + rate * beyond) / Double(known) * pow(persistence, Double(depth - 1))
        }
        return (1 - persistence) * sum
    }

    @Test func agreesWithItsDefinitionOnRandomLists() throws {
        var generator = SeededGenerator(seed: 12)
        for _ in 0..<60 {
            let one = Array((0..<12).shuffled(using: &generator).prefix(Int.random(in: 1...9, using: &generator)))
            let other = Array((0..<12).shuffled(using: &generator).prefix(Int.random(in: 1...9, using: &generator)))
            let persistence = Double.random(in: 0.3...0.95, using: &generator)
            let value = try RankBiasedOverlap(persistence: persistence)(one, other)
            #expect(abs(value - plain(one, other, persistence)) < 1e-12)
            #expect(value >= 0 && value <= 1 + 1e-12)
        }
    }

    @Test func theTopCountsMost() throws {
        let overlap = try RankBiasedOverlap()
        let list = Array(0..<10)
        var previous = 0.0
        for place in 0..<9 {
            var swapped = list
            swapped.swapAt(place, place + 1)
            let value = try overlap(list, swapped)
            #expect(value > previous)
            previous = value
        }
    }

    @Test func refusesWhatHasNoOverlap() throws {
        let overlap = try RankBiasedOverlap()
        for (one, other, code) in [
            ([], [1], "lists.empty"), ([1], [], "lists.empty"), ([1, 1], [2, 3], "lists.repeats"),
            ([2], [1, 3, 1], "lists.repeats"),
        ] as [([Int], [Int], String)] {
            let error = #expect(throws: ExploreError.self) { try overlap(one, other) }
            #expect(error?.code == code)
        }
        for persistence in [0, 1, -1, .nan] {
            #expect(throws: ExploreError.self) { try RankBiasedOverlap(persistence: persistence) }
        }
    }

    @Test func sharedShareAgreesWithEveryPair() throws {
        var generator = SeededGenerator(seed: 2)
        let lists = (0..<40).map { _ in
            Array((0..<25).shuffled(using: &generator).prefix(Int.random(in: 2...9, using: &generator)))
        }
        var counter = try SharedShare<Int>(depth: 6)
        var halves = (try SharedShare<Int>(depth: 6), try SharedShare<Int>(depth: 6))
        for (place, list) in lists.enumerated() {
            try counter.add(list)
            if place % 2 == 0 { try halves.0.add(list) } else { try halves.1.add(list) }
        }
        var sum = 0.0
        for one in 0..<40 {
            for other in 0..<one {
                sum += Double(Set(lists[one].prefix(6)).intersection(lists[other].prefix(6)).count) / 6
            }
        }
        #expect(abs(try #require(counter.value) - sum / 780) < 1e-12)
        halves.0.merge(halves.1)
        #expect(halves.0.value == counter.value)
        #expect(halves.0.lists == 40)
    }

    @Test func sharedShareOfFewListsIsAbsentAndOfEqualListsOne() throws {
        var counter = try SharedShare<String>(depth: 2)
        #expect(counter.value == nil)
        try counter.add(["a", "b", "c"])
        #expect(counter.value == nil)
        try counter.add(["b", "a"])
        #expect(counter.value == 1)
        #expect(throws: ExploreError.self) { try counter.add(["a", "a"]) }
        #expect(counter.lists == 2)
        #expect(counter.value == 1)
        #expect(throws: ExploreError.self) { try SharedShare<String>(depth: 0) }
    }

    @Test func stabilityComparesConsecutiveListsOfTheSamePerson() throws {
        let overlap = try RankBiasedOverlap(persistence: 0.5)
        var stability = ListStability<String, String>(overlap: overlap)
        try stability.add(["a", "b"], of: "anna")
        try stability.add(["x", "y"], of: "ben")
        #expect(stability.meanOverlap == nil)
        #expect(stability.meanKeptShare == nil)
        try stability.add(["b", "a"], of: "anna")
        try stability.add(["x", "z"], of: "ben")
        // 0.5 by hand above; x agrees at depth 1, half at depth 2 and on: 0.5 + 0.25 * 0.5 + 0.25 * 0.5.
        #expect(stability.pairs == 2)
        #expect(abs(try #require(stability.meanOverlap) - (0.5 + 0.75) / 2) < 1e-12)
        #expect(stability.meanKeptShare == 0.75)
        #expect(throws: ExploreError.self) { try stability.add([], of: "anna") }
        #expect(throws: ExploreError.self) { try stability.add(["a", "a"], of: "new") }
        #expect(stability.pairs == 2)
    }
}
