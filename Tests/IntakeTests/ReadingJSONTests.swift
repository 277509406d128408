import Commerce
import Foundation
import Testing

@testable import Intake

@Suite("JSON")
struct ReadingJSONTests {
    /// The tree as Foundation would give it, numbers and words as their text.
    private func value(_ tree: JSONTree, _ index: Int, _ record: Record) -> NSObject {
        let node = tree.nodes[index]
        switch node.kind {
        case .null: return NSNull()
        case .string, .number, .word: return record.text(node.field) as NSString
        case .array, .object:
            var parts: [NSObject] = []
            var next = index + 1
            while next < node.next {
                parts.append(value(tree, next, record))
                next = Int(tree.nodes[next].next)
            }
            guard node.kind == .object else { return parts as NSArray }
            let result = NSMutableDictionary()
            for member in stride(from: 0, to: parts.count, by: 2) {
                result[parts[member] as? NSString ?? ""] = parts[member + 1]
            }
            return result
        }
    }

    private func parse(_ text: String) throws(JSONTree.Malformed) -> NSObject {
        var record = Record()
        record.bytes = Array(text.utf8)
        var tree = JSONTree()
        try tree.parse(&record.bytes)
        return value(tree, 0, record)
    }

    /// Text of random JSON whose scalars are all strings, so that Foundation's reading compares exactly.
    private func randomJSON(depth: Int, _ rng: inout SeededGenerator) -> String {
        let blank = [" ", "", "\t", "\n"].randomElement(using: &rng)!
        switch Int.random(in: 0..<(depth > 3 ? 2 : 4), using: &rng) {
        case 0: return blank + "null"
        case 1:
            let pieces = ["a", "中", "\\n", "\\\"", "\\u4e2d", "\\ud83d\\ude00", "\\\\", "{", "]", "é", "\\/"]
            return "\""
                + (0..<Int.random(in: 0...5, using: &rng)).map { _ in pieces.randomElement(using: &rng)! }.joined()
                + "\""
        case 2:
            let elements = (0..<Int.random(in: 0...3, using: &rng)).map { _ in randomJSON(depth: depth + 1, &rng) }
            return blank + "[" + elements.joined(separator: "," + blank) + blank + "]"
        default:
            let members = (0..<Int.random(in: 0...3, using: &rng)).map { index in
                "\"k\(index)\\t\"" + blank + ":" + randomJSON(depth: depth + 1, &rng)
            }
            return "{" + blank + members.joined(separator: blank + ",") + "}" + blank
        }
    }

    @Test("reads what Foundation reads", arguments: 0..<20)
    func sameAsFoundation(seed: UInt64) throws {
        var rng = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let text = randomJSON(depth: 0, &rng)
            let expected = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
            #expect(try parse(text).isEqual(expected), "\(text)")
        }
    }

    @Test(
        "malformed text is refused",
        arguments: [
            "", "{", "[1,]", "{\"a\"}", "{\"a\":1,}", "{a:1}", "[1 2]", "\"open", "{\"a\":tru}", "{}x", "nul", "[1]]",
            "\"\\x\"", "\"\\u12g4\"", "{\"a\":1 \"b\":2}", "{1:2}",
        ])
    func malformed(text: String) { #expect(throws: JSONTree.Malformed.self) { try parse(text) } }

    @Test("nesting is bounded")
    func depth() throws {
        let deep = String(repeating: "[", count: 256) + String(repeating: "]", count: 256)
        _ = try parse(deep)
        #expect(throws: JSONTree.Malformed.self) { try parse("[" + deep + "]") }
    }

    @Test("half a surrogate pair becomes the replacement character")
    func loneSurrogate() throws {
        #expect(try parse("\"a\\ud83d!\"") == "a\u{FFFD}!" as NSString)
    }

    @Test("paths are refused when they cannot be read", arguments: ["", "a..b", "a.", "[", "a[b", "]", "a[x]"])
    func paths(path: String) {
        var tree = PathTree(matchesLoosely: false)
        #expect(throws: IntakeError.self) { try tree.add(path, slot: 0, rank: 0) }
    }
}
