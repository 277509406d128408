import Commerce
import Linear
import Testing

@Suite("Top-k")
struct TopKTests {
    /// Sorts everything.
    private func reference(_ scores: [Float], _ count: Int) -> [Int32] {
        let ranked = (0..<Int32(scores.count)).filter { scores[Int($0)] > -.infinity }
        let sorted = ranked.sorted { left, right in
            let (one, other) = (scores[Int(left)], scores[Int(right)])
            return one != other ? one > other : left < right
        }
        return Array(sorted.prefix(count))
    }

    @Test("the best come first, ties by index, as from a full sort", arguments: 0..<100)
    func oracle(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let levels = [2, 7, 1000][Int(seed % 3)]
        let scores = (0..<Int.random(in: 0...300, using: &generator)).map { _ -> Float in
            switch Int.random(in: 0..<20, using: &generator) {
            case 0: .nan
            case 1: -.infinity
            case 2: .infinity
            default: Float(Int.random(in: 0..<levels, using: &generator)) - 3
            }
        }
        for count in [0, 1, 2, 5, 16, 17, 400] {
            let expected = reference(scores, count)
            let fromBuffer = scores.withUnsafeBufferPointer { topK($0, count: count) }
            #expect(fromBuffer.map(\.index) == expected)
            #expect(fromBuffer.map(\.score) == expected.map { scores[Int($0)] })
            #expect(topK(scores.lazy.map { $0 }, count: count).map(\.index) == expected)
        }
    }

    @Test("ascending and descending scores, the worst and best case for the heap", arguments: [15, 16, 17, 1000])
    func monotone(length: Int) {
        let ascending = (0..<length).map(Float.init)
        let last = ascending.withUnsafeBufferPointer { topK($0, count: 3) }
        #expect(last.map(\.index) == [length - 1, length - 2, length - 3].map(Int32.init))
        let first = Array(ascending.reversed()).withUnsafeBufferPointer { topK($0, count: 3) }
        #expect(first.map(\.index) == [0, 1, 2])
    }

    @Test("a negative count stops the program")
    func negativeCount() async {
        await #expect(processExitsWith: .failure) { _ = topK([1, 2] as [Float], count: -1) }
    }
}
