import Commerce

/// Finds events that occurred before, by 64-bit hashes, as long as there is room to remember them.
struct DuplicateTracker: Sendable {
    private var contents: HashIndex
    private var identities: HashIndex
    private var check = DuplicateCheck(repeatedContent: 0, repeatedIdentity: 0, isComplete: true)

    init(limit: Int) {
        contents = HashIndex(limit: limit)
        identities = HashIndex(limit: limit)
    }

    mutating func observe(_ event: borrowing Event, _ hashes: EventHashes) {
        if let found = contents.insert(hashes.content(of: event)) {
            if !found.isNew { check.repeatedContent += 1 }
        } else {
            check.isComplete = false
        }
        guard hashes.id != 0 else { return }
        if let found = identities.insert(hashes.id) {
            if !found.isNew { check.repeatedIdentity += 1 }
        } else {
            check.isComplete = false
        }
    }

    var result: DuplicateCheck { check }
}
