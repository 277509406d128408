public import Commerce

/// Something that was set for a shop: what it is now, who set it and when. What holds is the newest of its subject.
public struct ChangeRecord: Sendable, Hashable {
    /// In the order in which they were made; given by the store.
    public internal(set) var id: Int64?
    public var time: Timestamp
    /// The name of a key, or of the program.
    public var author: String
    /// What was set, such as `dials`.
    public var subject: String
    /// What was done with it, such as `turned`.
    public var action: String
    /// As it is from now on: JSON.
    public var content: String

    public init(time: Timestamp, author: String, subject: String, action: String, content: String = "{}") {
        self.time = time
        self.author = author
        self.subject = subject
        self.action = action
        self.content = content
    }
}

/// Keeps what was set and every change of it, for good: settings and their audit log are one.
public protocol ChangeStore: Sendable {
    /// Commits a change.
    ///
    /// - Returns: the change with its number.
    @discardableResult
    func record(_ change: ChangeRecord) throws -> ChangeRecord

    /// What was last set of a subject; nothing when it never was.
    func latestChange(of subject: String) throws -> ChangeRecord?

    /// Changes from the newest backwards, of one subject or of all. O(limit), of one subject O(changes).
    ///
    /// - Parameter before: those with a smaller number only.
    func changes(of subject: String?, before id: Int64?, limit: Int) throws -> [ChangeRecord]
}
