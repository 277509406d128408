import Dispatch
import Ledger
import Synchronization

/// Commits what many requests bring in as few transactions as the disk allows: while one transaction waits for the disk,
/// what arrives is gathered for the next.
///
/// A request waits for one or two flushes, however many wait beside it. A post that cannot be stored fails alone.
final class CommitQueue: Sendable {
    private struct Waiting {
        let post: LedgerPost
        let rows: Int
        let continuation: CheckedContinuation<PostReceipt, any Error>
    }

    private struct State {
        var waiting: [Waiting] = []
        var rows = 0
        /// Who waits for the end of a checkpoint.
        var finishing: [CheckedContinuation<Void, any Error>] = []
        var isRunning = false
        var isClosed = false
    }

    private let ledger: SQLiteLedger
    private let session: ImportID
    private let detail: DecisionDetail
    private let state = Mutex(State())
    /// Transactions block; they must not block the threads that answer requests.
    private let thread = DispatchQueue(label: "equipoise.commit", qos: .userInitiated)

    /// Rows of one transaction at most, unless a single post has more.
    private static let transaction = 20_000
    /// Rows that may wait.
    private static let most = 200_000

    init(ledger: SQLiteLedger, session: ImportID, detail: DecisionDetail) {
        self.ledger = ledger
        self.session = session
        self.detail = detail
    }

    /// Returns when the post is on the disk.
    ///
    /// - Throws: `LedgerError`, and then nothing of the post is there; ``EngineError`` `serving.overloaded` when too much
    ///   waits, `serving.closed` after ``close()``.
    func commit(_ post: LedgerPost) async throws -> PostReceipt {
        try await withCheckedThrowingContinuation { continuation in
            let entry = Waiting(post: post, rows: post.rows, continuation: continuation)
            let refusal: EngineError? = state.withLock { state in
                if state.isClosed {
                    return EngineError(code: "serving.closed", message: "the shop is being closed")
                }
                guard state.rows + entry.rows <= Self.most || state.waiting.isEmpty else {
                    return EngineError(
                        code: "serving.overloaded", message: "\(state.rows) rows wait to be stored already",
                        remedy: "send the request again in a second")
                }
                state.waiting.append(entry)
                state.rows += entry.rows
                start(&state)
                return nil
            }
            if let refusal { continuation.resume(throwing: refusal) }
        }
    }

    /// Lets the log of the ledger begin anew, between two transactions. See ``SQLiteLedger/finishCheckpoint()``.
    func finishCheckpoint() async throws {
        try await withCheckedThrowingContinuation { continuation in
            state.withLock { state in
                state.finishing.append(continuation)
                start(&state)
            }
        }
    }

    private func start(_ state: inout State) {
        guard !state.isRunning else { return }
        state.isRunning = true
        thread.async { self.run() }
    }

    /// Stores what waits, and refuses what comes afterwards.
    func close() async {
        state.withLock { $0.isClosed = true }
        await withCheckedContinuation { continuation in thread.async { continuation.resume() } }
    }

    private func run() {
        while let (entries, finishing) = next() {
            if !finishing.isEmpty {
                let result = Result { try ledger.finishCheckpoint() }
                for continuation in finishing { continuation.resume(with: result) }
            }
            guard !entries.isEmpty else { continue }
            do {
                let receipts = try store(entries.map(\.post))
                for (entry, receipt) in zip(entries, receipts) { entry.continuation.resume(returning: receipt) }
            } catch {
                // One of them is at fault, or the disk is; each hears of its own.
                for entry in entries {
                    entry.continuation.resume(with: Result { try store([entry.post])[0] })
                }
            }
        }
    }

    /// What goes into the next transaction, and who waits for a checkpoint before it; nothing when nothing waits, and then
    /// the run is over.
    private func next() -> (entries: [Waiting], finishing: [CheckedContinuation<Void, any Error>])? {
        state.withLock { state in
            guard !state.waiting.isEmpty || !state.finishing.isEmpty else {
                state.isRunning = false
                return nil
            }
            let finishing = state.finishing
            state.finishing = []
            var (count, rows) = (0, 0)
            for entry in state.waiting {
                guard count == 0 || rows + entry.rows <= Self.transaction else { break }
                count += 1
                rows += entry.rows
            }
            defer {
                state.waiting.removeFirst(count)
                state.rows -= rows
            }
            return (Array(state.waiting.prefix(count)), finishing)
        }
    }

    /// Commits posts in one transaction; a receipt for each.
    private func store(_ posts: [LedgerPost]) throws -> [PostReceipt] {
        var all = LedgerPost()
        for post in posts {
            all.events += post.events
            all.items += post.items
            all.shoppers += post.shoppers
            all.decisions += post.decisions
            all.outcomes += post.outcomes
        }
        let receipt = try ledger.append(all, detail: detail, to: session)
        guard posts.count > 1 else { return [receipt] }
        var (events, items, shoppers) = (receipt.events[...], receipt.items[...], receipt.shoppers[...])
        return posts.map { post in
            var own = PostReceipt()
            own.events = Array(events.prefix(post.events.count))
            own.items = Array(items.prefix(post.items.count))
            own.shoppers = Array(shoppers.prefix(post.shoppers.count))
            events.removeFirst(post.events.count)
            items.removeFirst(post.items.count)
            shoppers.removeFirst(post.shoppers.count)
            return own
        }
    }
}

extension LedgerPost {
    fileprivate var rows: Int { events.count + items.count + shoppers.count + decisions.count + outcomes.count }
}
