import Commerce

/// Names of snapshots: the moment of creation, spelled so that it sorts and can name a folder anywhere.
enum SnapshotVersion {
    /// A name that sorts after `last`, even if the clock was set back.
    ///
    /// `2026-11-21T074109.250Z`, and when that is not later than `last`, `last` with a number after it.
    static func next(after last: String?, at time: Timestamp) -> String {
        let name = spelled(time)
        guard let last, name <= last else { return name }
        let parts = last.split(separator: "~", maxSplits: 1)
        let number = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
        let digits = String(number + 1)
        return "\(parts.first ?? "")~\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits)"
    }

    /// Whether a folder's name may be a snapshot's; others are nobody's business here.
    static func isVersion(_ name: String) -> Bool { name.utf8.first.map { (48...57).contains($0) } ?? false }

    private static func spelled(_ time: Timestamp) -> String {
        let text = time.iso8601.replacing(":", with: "")
        return text.contains(".") ? text : text.replacing("Z", with: ".000Z")
    }
}
