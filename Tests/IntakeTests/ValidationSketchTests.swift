import Commerce
import Testing

@testable import Intake

@Suite struct ValidationSketchTests {
    @Test func `the index numbers keys in order of appearance and turns new ones away when full`() {
        var index = HashIndex(limit: 1000)
        var rows: [UInt64: Int] = [:]
        var random = SeededGenerator(seed: 1)
        for _ in 0..<5000 {
            let key = FoldedHash.of("\(Int.random(in: 0..<1500, using: &random))", seed: 0)
            if let row = rows[key] {
                let found = index.insert(key)
                #expect(found?.row == row && found?.isNew == false)
            } else if rows.count < 1000 {
                let found = index.insert(key)
                #expect(found?.row == rows.count && found?.isNew == true)
                rows[key] = found?.row
            } else {
                let found = index.insert(key)
                #expect(found == nil && index.row(of: key) == nil)
            }
        }
        #expect(index.count == 1000 && index.isFull)
    }

    @Test func `hashes tell texts of every length apart, and nothing from the empty text`() {
        var seen: Set<UInt64> = []
        for length in 0..<40 {
            for fill in ["a", "\0", "é"] { seen.insert(FoldedHash.of(String(repeating: fill, count: length), seed: 0)) }
        }
        #expect(seen.count == 39 * 3 + 1)
        let bare = Event(.view, at: moment("2026-01-05"), shopper: "s", item: "A")
        var empty = bare
        empty.text = ""
        var zero = bare
        zero.value = 0
        let hashes = [bare, empty, zero].map { EventHashes($0).content(of: $0) }
        #expect(Set(hashes).count == 3)
    }

    @Test(arguments: 0..<5 as Range<UInt64>) func `distinct counts past the limit stay within four standard errors`(
        seed: UInt64
    ) {
        var counter = DistinctCounter(limit: 1000)
        for number in 0..<50_000 { counter.insert(FoldedHash.of("\(number % 40_000)", seed: seed)) }
        #expect(!counter.tally.isExact)
        #expect(abs(Double(counter.tally.count) / 40_000 - 1) < 0.0325)
        var small = DistinctCounter(limit: 1000)
        for number in 0..<5000 { small.insert(FoldedHash.of("\(number % 1000)", seed: seed)) }
        #expect(small.tally == Tally(count: 1000, isExact: true))
    }

    @Test(arguments: 0..<5 as Range<UInt64>) func `quantiles are within two percent, and exact for small whole numbers`(
        seed: UInt64
    ) throws {
        var random = SeededGenerator(seed: seed)
        var histogram = LogHistogram()
        var whole = LogHistogram()
        var values: [Double] = []
        var counts: [Double] = []
        for _ in 0..<3000 {
            let value = 1 / (random.unit() + 1e-4) * 12
            values.append(value)
            histogram.add(value)
            counts.append(Double(Int.random(in: 1...50, using: &random)))
            whole.add(counts[counts.count - 1])
        }
        values.sort()
        counts.sort()
        for level in [0.01, 0.25, 0.5, 0.9, 0.999] {
            let rank = Int((level * 3000).rounded(.up)) - 1
            #expect(abs(try #require(histogram.quantile(level)) / values[rank] - 1) < 0.02)
            #expect(whole.quantile(level) == counts[rank])
        }
        #expect(
            whole.counts(between: [1, 2, 4, 8]) == [
                counts.count { $0 < 2 }, counts.count { (2..<4).contains($0) }, counts.count { (4..<8).contains($0) },
                counts.count { $0 >= 8 },
            ])
        let bound = histogram.effectiveBound(above: 100)
        #expect(bound >= 100 && bound < 102.1)
        #expect(histogram.count(above: 100) == values.count { $0 >= bound })
    }

    @Test func `values beyond the histogram's ends are kept in its last bins`() {
        var histogram = LogHistogram()
        for value in [Double.leastNonzeroMagnitude, 1e-12, 1, 1e300, .greatestFiniteMagnitude] { histogram.add(value) }
        #expect(histogram.count == 5 && histogram.quantile(0.5) == 1)
        #expect(histogram.minimum == .leastNonzeroMagnitude && histogram.maximum == .greatestFiniteMagnitude)
    }

    @Test func `bins of the calendar are the narrowest that number at most 120`() {
        let known = [
            1: 1, 120: 1, 121: 2, 240: 2, 241: 7, 840: 7, 841: 14, 3360: 28, 3361: 91, 40_000: 364, 50_000: 728,
        ]
        for (days, width) in known { #expect(KindTracker.binWidth(days: days) == width) }
    }

    @Test func `a wild value is extreme and a plain column has none`() {
        var tracker = NumberTracker()
        let event = Event(.purchase, at: moment("2026-01-05"), shopper: "s", item: "A")
        for _ in 0..<100 { tracker.add(1, of: event) }
        #expect(tracker.profile.extreme == 0)
        tracker.add(2, of: event)
        tracker.add(80_000, of: event)
        tracker.add(.nan, of: event)
        tracker.add(-4, of: event)
        let profile = tracker.profile
        #expect(profile.extreme == 1 && profile.count == 103 && profile.negative == 1 && profile.minimum == -4)
        #expect(profile.largest.map(\.value) == [80_000, 2, 1, 1, 1])
    }
}
