import Commerce
import HTTPTypes

extension VisitorID {
    /// Visitors of a page have names that nobody can guess: the name is all that opens their lists.
    ///
    /// - Throws: ``Problem`` 422.
    func checkAsPage() throws {
        let letters = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_".utf8)
        guard Self.pageLength.contains(rawValue.utf8.count), rawValue.utf8.allSatisfy(letters.contains) else {
            throw Problem(
                .unprocessableContent, code: "tag.visitor",
                detail: "'visitor' must be 16 to 64 letters, digits, '-' and '_', drawn so that nobody can guess them")
        }
    }

    static let pageLength = 16...64
}

extension SessionID {
    /// - Throws: ``Problem`` 422.
    func checkAsPage() throws {
        guard (1...TagAct.longestName).contains(rawValue.unicodeScalars.count) else {
            throw Problem(
                .unprocessableContent, code: "tag.session",
                detail: "'session' must be a name of at most \(TagAct.longestName) characters")
        }
    }
}
