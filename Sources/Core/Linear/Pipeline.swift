import Dispatch
import Synchronization

/// Two stages of work side by side: one thread produces, the caller's thread consumes, in order.
public enum Pipeline {
    /// Hands every element of `produce` to `consume`, producing up to `depth` elements ahead.
    ///
    /// `produce` is called on another thread until it returns nothing. An error on either side stops both and is
    /// thrown here; elements produced before a producer's error are consumed first, so no good work is lost.
    public static func run<Element: Sendable>(
        depth: Int = 2, produce: @escaping @Sendable () throws -> Element?, consume: (Element) throws -> Void
    ) throws {
        let channel = Channel<Element>(depth: depth)
        DispatchQueue.global(qos: .userInitiated).async {
            do {
                while let element = try produce() {
                    guard channel.send(element) else { break }
                }
                channel.finish(nil)
            } catch {
                channel.finish(error)
            }
        }
        do {
            while let element = try channel.receive() { try consume(element) }
        } catch {
            channel.abandon()
            throw error
        }
    }
}

/// A bounded queue between exactly one sender and one receiver.
private final class Channel<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element] = []
        var isFinished = false
        var isAbandoned = false
        var error: (any Error)?
    }

    private let state = Mutex(State())
    private let free: DispatchSemaphore
    private let filled = DispatchSemaphore(value: 0)
    /// Signalled once the sender has stopped.
    private let stopped = DispatchSemaphore(value: 0)
    private let depth: Int

    init(depth: Int) {
        self.depth = depth
        // A semaphore may not be destroyed below its first value, so it starts at 0 and is raised.
        free = DispatchSemaphore(value: 0)
        for _ in 0..<depth { free.signal() }
    }

    /// False when the receiver has gone.
    func send(_ element: Element) -> Bool {
        free.wait()
        let isWanted = state.withLock { state in
            if !state.isAbandoned { state.elements.append(element) }
            return !state.isAbandoned
        }
        filled.signal()
        return isWanted
    }

    func finish(_ error: (any Error)?) {
        state.withLock {
            $0.isFinished = true
            $0.error = error
        }
        filled.signal()
        stopped.signal()
    }

    /// The next element; nothing at the end.
    func receive() throws -> Element? {
        filled.wait()
        let (element, error) = state.withLock { state -> (Element?, (any Error)?) in
            state.elements.isEmpty ? (nil, state.error) : (state.elements.removeFirst(), nil)
        }
        if let error { throw error }
        free.signal()
        return element
    }

    /// Lets the sender go and waits until it has.
    func abandon() {
        let isFinished = state.withLock { state in
            state.isAbandoned = true
            return state.isFinished
        }
        guard !isFinished else { return }
        for _ in 0...depth { free.signal() }
        stopped.wait()
    }
}
