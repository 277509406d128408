public import Commerce
import Synchronization

/// A posted row that was refused, without the row itself: what its sender was told.
public struct RefusedPost: Sendable, Hashable {
    public var time: Timestamp
    /// What it was posted as: `items`, `shoppers` or `events`.
    public var table: String
    public var refusal: PostedRows.Refusal
}

/// What was refused lately, for an operator to see that a sender has gone wrong; the newest two hundred since the shop
/// was opened.
final class RefusalLog: Sendable {
    private static let remembered = 200
    private let state = Mutex<[RefusedPost]>([])

    var all: [RefusedPost] { state.withLock { $0 } }

    func note(_ refusals: [RefusedPost]) {
        guard !refusals.isEmpty else { return }
        state.withLock { $0 = ($0 + refusals.suffix(Self.remembered)).suffix(Self.remembered) }
    }

    /// Takes out what names somebody.
    func forget(_ names: [String]) {
        state.withLock { posts in
            posts.removeAll { post in names.contains { post.refusal.message.contains($0) } }
        }
    }
}

extension LiveShop {
    /// Rows of posts that were refused lately, the oldest first.
    public nonisolated var refusals: [RefusedPost] { refused.all }
}
