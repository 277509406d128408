import Foundation
import Linear
import Synchronization
import Testing

@Suite("Pipeline")
struct PipelineTests {
    struct Fault: Error, Equatable { var number: Int }

    /// Gives 0, 1, 2, ... up to a limit, then fails or ends; counts what was taken.
    final class Source: Sendable {
        private let state: Mutex<Int>
        let count: Int
        let failsAtEnd: Bool

        init(count: Int, failsAtEnd: Bool = false) {
            state = Mutex(0)
            self.count = count
            self.failsAtEnd = failsAtEnd
        }

        var taken: Int { state.withLock { $0 } }

        func next() throws -> Int? {
            let number = state.withLock { state in
                defer { state += 1 }
                return state
            }
            guard number < count else {
                if failsAtEnd { throw Fault(number: number) }
                return nil
            }
            return number
        }
    }

    @Test("hands over every element in order", arguments: [0, 1, 2, 3, 1000])
    func inOrder(count: Int) throws {
        let source = Source(count: count)
        var received: [Int] = []
        try Pipeline.run(produce: { try source.next() }) { received.append($0) }
        #expect(received == Array(0..<count))
    }

    @Test("consumes what came before a producer's failure, then throws it")
    func producerFails() {
        let source = Source(count: 7, failsAtEnd: true)
        var received: [Int] = []
        #expect(throws: Fault(number: 7)) {
            try Pipeline.run(produce: { try source.next() }) { received.append($0) }
        }
        #expect(received == Array(0..<7))
    }

    @Test("a consumer's failure stops the producer, which runs no further ahead than its depth", arguments: 0..<50)
    func consumerFails(place: Int) {
        let source = Source(count: 1_000_000)
        #expect(throws: Fault(number: place)) {
            try Pipeline.run(depth: 3, produce: { try source.next() }) { element in
                if element == place { throw Fault(number: place) }
            }
        }
        #expect(source.taken <= place + 6)
        let before = source.taken
        Thread.sleep(forTimeInterval: 0.002)
        #expect(source.taken == before)
    }
}
