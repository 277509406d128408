import Commerce
import Explore
import Foundation
import Linear
import Testing

struct ADWINTests {
    /// The window's count and mean are those of the values it still holds: with no cut, of all of them.
    @Test func keepsCountAndMeanOfEveryValueItHolds() throws {
        var generator = SeededGenerator(seed: 9)
        var detector = try ADWIN()
        var sum = 0.0
        for count in 1...3_000 {
            let value = generator.unit()
            sum += value
            #expect(try detector.observe(value) == nil)
            #expect(detector.count == count)
            #expect(abs(try #require(detector.mean) - sum / Double(count)) < 1e-12)
        }
    }

    @Test func holdsALongWindowInFewBuckets() throws {
        var generator = SeededGenerator(seed: 9)
        var detector = try ADWIN()
        for _ in 0..<20_000 { _ = try detector.observe(generator.unit()) }
        let text = String(decoding: try JSONEncoder().encode(detector), as: UTF8.self)
        // Five buckets of each of the sizes 1, 2, 4, ... up to 4,096 at the most.
        #expect(text.components(separatedBy: "\"squares\"").count - 1 <= 65)
        #expect(detector.count == 20_000)
    }

    /// 200 streams of 3,000 clicks that do not change. One check alarms with probability at most 0.002; the bound is
    /// loose, and no stream is seen to alarm at all. Four would be 2 % of streams.
    @Test(arguments: [0.05, 0.5]) func hardlyEverAlarmsOnUnchangingStreams(_ rate: Double) throws {
        var alarms = 0
        for seed in 0..<200 {
            var generator = SeededGenerator(seed: UInt64(seed))
            var detector = try ADWIN()
            for _ in 0..<3_000 where try detector.observe(generator.bernoulli(rate) ? 1 : 0) != nil {
                alarms += 1
                break
            }
        }
        #expect(alarms <= 3)
    }

    /// The same window cut by the definition, with every cut between single values tried: the histogram, which tries
    /// fewer, alarms no earlier than the first possible moment and little later.
    @Test(arguments: 0..<5) func followsAPlainWindowClosely(_ seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let values: [Double] = (0..<900).map { generator.bernoulli($0 < 450 ? 0.2 : 0.7) ? 1 : 0 }
        var detector = try ADWIN(interval: 1)
        let place = try values.firstIndex { try detector.observe($0) != nil }
        let found = try #require(place)
        let plain = try #require((10..<900).first { Self.changes(Array(values[0...$0]), doubt: 0.002) })
        #expect(found >= 450)
        #expect(abs(found - plain) <= 25)
        // What is left is young: nothing of long before the change.
        for value in values[(found + 1)...] { _ = try detector.observe(value) }
        #expect(detector.count < 500)
        #expect(abs(try #require(detector.mean) - 0.7) < 0.1)
    }

    private static func changes(_ window: [Double], doubt: Double) -> Bool {
        let total = window.reduce(0, +)
        let mean = total / Double(window.count)
        let variance = window.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(window.count)
        // As many cuts as the histogram would try.
        let cuts = 5 * log2(Double(window.count) / 5)
        let logarithm = log(2 * cuts / doubt)
        var older = 0.0
        for size in 1..<window.count {
            older += window[size - 1]
            let rest = window.count - size
            guard size >= 5, rest >= 5 else { continue }
            let inverse = 1 / Double(size) + 1 / Double(rest)
            let gap = abs(older / Double(size) - (total - older) / Double(rest))
            if gap > (2 * inverse * variance * logarithm).squareRoot() + 2 / 3 * inverse * logarithm { return true }
        }
        return false
    }

    @Test(arguments: [(0.0, 1.0, 32), (1, 1, 32), (.nan, 1, 32), (0.01, 0, 32), (0.01, .infinity, 32), (0.01, 1, 0)])
    func refusesParametersOutOfRange(_ doubt: Double, _ span: Double, _ interval: Int) {
        #expect(throws: ExploreError.self) { try ADWIN(doubt: doubt, span: span, interval: interval) }
    }
}
