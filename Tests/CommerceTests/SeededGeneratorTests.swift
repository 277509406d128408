import Commerce
import Testing

@Suite("Seeded generator")
struct SeededGeneratorTests {
    @Test("the sequence is xoshiro256** seeded by SplitMix64", arguments: SeededGeneratorFixture.answers)
    func knownAnswers(_ answer: (seed: UInt64, words: [UInt64], after1000: UInt64)) {
        var generator = SeededGenerator(seed: answer.seed)
        let words = (0..<1001).map { _ in generator.next() }
        #expect(Array(words.prefix(4)) == answer.words)
        #expect(words[1000] == answer.after1000)
    }

    /// 64 cells of 1,000 each. The statistic has mean 63 and standard deviation 11.2: beyond 130 or below 22 lies
    /// less than one seed in a hundred thousand.
    @Test("units fill [0, 1) evenly", arguments: 0..<20)
    func uniformity(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var cells = [Double](repeating: 0, count: 64)
        for _ in 0..<64_000 { cells[Int(generator.unit() * 64)] += 1 }
        let statistic = cells.reduce(0) { $0 + ($1 - 1000) * ($1 - 1000) / 1000 }
        #expect((22...130).contains(statistic))
    }

    @Test("every bit is set half of the time", arguments: 0..<5)
    func bits(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var counts = [Int](repeating: 0, count: 64)
        for _ in 0..<10_000 {
            let word = generator.next()
            for bit in 0..<64 where word >> bit & 1 == 1 { counts[bit] += 1 }
        }
        // Six standard deviations of 50.
        #expect(counts.allSatisfy { abs($0 - 5000) < 300 })
    }

    @Test("parts of a job draw from streams that share nothing, whatever the order")
    func splits() {
        let root = SeededGenerator(seed: 8)
        var firsts: Set<UInt64> = []
        for stream in 0..<1000 as Range<UInt64> {
            var part = root.split(stream)
            var again = root.split(stream)
            let words = (0..<4).map { _ in part.next() }
            #expect(words == (0..<4).map { _ in again.next() })
            firsts.formUnion(words)
        }
        #expect(firsts.count == 4000)
        var (parent, child) = (root, root.split(0))
        #expect(parent.next() != child.next())
    }

    @Test("neighbouring streams are uncorrelated")
    func correlation() {
        let root = SeededGenerator(seed: 8)
        var (left, right) = (root.split(0), root.split(1))
        let sum = (0..<20_000).reduce(0.0) { sum, _ in sum + (left.unit() - 0.5) * (right.unit() - 0.5) }
        // A product has variance 1/144; five standard deviations of the mean.
        #expect(abs(sum / 20_000) < 5 / 12 / 20_000.0.squareRoot())
    }

    @Test("units stay below one")
    func largestUnit() {
        struct Ones: RandomNumberGenerator {
            func next() -> UInt64 { .max }
        }
        var ones = Ones()
        #expect(ones.unit() < 1)
        #expect(ones.unit() > 0.9999999)
    }
}
