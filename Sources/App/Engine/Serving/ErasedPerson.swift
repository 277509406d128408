import Commerce
import Foundation
import Ledger

/// Somebody who is to be forgotten, as what is on its way must recognise them.
struct ErasedPerson: Sendable {
    let shopper: ShopperID
    let visitors: Set<VisitorID>
    let decisions: Set<DecisionID>

    init(_ erasure: LedgerErasure) {
        shopper = erasure.shopper
        visitors = Set(erasure.visitors)
        decisions = Set(erasure.decisions)
    }

    func owns(_ decision: Decision) -> Bool {
        decisions.contains(decision.id) || isSame(decision.shopper, decision.visitor)
    }

    func owns(_ event: Event) -> Bool { isSame(event.shopper, event.visitor) }

    private func isSame(_ shopper: ShopperID?, _ visitor: VisitorID?) -> Bool {
        shopper.map { $0 == self.shopper } ?? visitor.map(visitors.contains) ?? false
    }
}

/// The rows that imports set aside, which may name anybody.
enum RejectedRows {
    /// Removes the rows in which a name stands as a word of its own.
    ///
    /// - Returns: how many.
    static func erase(_ names: [String], in folder: URL) throws -> Int {
        guard FileManager.default.fileExists(atPath: folder.path) else { return 0 }
        var count = 0
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
            let url = folder.appending(path: name)
            let lines = try Data(contentsOf: url).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
            let kept = lines.filter { line in
                let text = String(decoding: line, as: UTF8.self)
                return !names.contains { mentions(text, $0) }
            }
            guard kept.count < lines.count else { continue }
            count += lines.count - kept.count
            try Data(kept.flatMap { $0 + [UInt8(ascii: "\n")] }).write(to: url, options: .atomic)
        }
        return count
    }

    private static func mentions(_ text: String, _ name: String) -> Bool {
        func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber || character == "_" }
        var rest = text[...]
        while let found = rest.range(of: name) {
            let before = text[..<found.lowerBound].last
            let after = text[found.upperBound...].first
            if !(before.map(isWord) ?? false), !(after.map(isWord) ?? false) { return true }
            rest = text[found.upperBound...]
        }
        return false
    }
}
