import Commerce
import Intake

/// The lines of a file as JSON objects, with errors that name the line and the member.
///
/// A node is a place in ``tree``; it stands until the next line is read.
struct JSONLineFeed {
    private(set) var feed: RowFeed
    private(set) var tree = JSONTree()

    init(path: String) throws { feed = try RowFeed(path: path, layout: .lines) }

    var fractionRead: Double? {
        feed.totalBytes.map { $0 == 0 ? 1 : Double(feed.bytesRead) / Double($0) }
    }

    var line: Int { feed.record.line }

    /// Reads the next line. False at the end.
    ///
    /// - Throws: ``LogIssue`` `json.malformed` or `json.object`, or why the line cannot be taken apart.
    mutating func next() throws -> Bool {
        switch try feed.next() {
        case .end: return false
        case .rejected(let issue):
            throw LogIssue(issue, in: feed.path)
        case .row: break
        }
        do throws(JSONTree.Malformed) {
            try feed.parse(into: &tree)
        } catch {
            throw issue(
                "json.malformed", "the line is not JSON: \(error.reason), at byte \(error.offset + 1)",
                remedy: "the file may be cut off or two writers may have mixed their lines")
        }
        guard tree.nodes[0].kind == .object else {
            throw issue("json.object", "the line is JSON but not an object", remedy: "each line must be one {...}")
        }
        return true
    }

    func issue(_ code: String, _ reason: String, remedy: String? = nil) -> LogIssue {
        LogIssue(file: feed.path, line: line, code: code, reason: reason, remedy: remedy)
    }

    // MARK: Values

    func text(_ node: Int) -> String { feed.record.text(tree.nodes[node].field) }

    func isNull(_ node: Int) -> Bool { tree.nodes[node].kind == .null }

    /// A number that is finite.
    func number(_ node: Int, _ name: @autoclosure () -> String) throws -> Double {
        if case .number = tree.nodes[node].kind, let value = try? feed.record.decimal(tree.nodes[node].field).double,
            value.isFinite
        {
            return value
        }
        throw issue("json.number", "\(name()) must be a finite number; got \(shown(node))")
    }

    func whole(_ node: Int, _ name: @autoclosure () -> String) throws -> Int {
        let value = try number(node, name())
        guard value == value.rounded(), abs(value) < 1e9 else {
            throw issue("json.number", "\(name()) must be a whole number; got \(shown(node))")
        }
        return Int(value)
    }

    /// Appends the elements of an array of numbers, or a number alone.
    func numbers(_ node: Int, into values: inout [Double], _ name: @autoclosure () -> String) throws {
        guard tree.nodes[node].kind == .array else {
            values.append(try number(node, name()))
            return
        }
        var element = node + 1
        while element < tree.nodes[node].next {
            values.append(try number(element, name()))
            element = Int(tree.nodes[element].next)
        }
    }

    func flag(_ node: Int, _ name: @autoclosure () -> String) throws -> Bool {
        guard tree.nodes[node].kind == .word else {
            throw issue("json.flag", "\(name()) must be true or false; got \(shown(node))")
        }
        return feed.record.equals(tree.nodes[node].field, "true")
    }

    /// Places of the elements of an array.
    func elements(_ node: Int, _ name: @autoclosure () -> String) throws -> [Int] {
        guard tree.nodes[node].kind == .array else {
            throw issue("json.array", "\(name()) must be an array; got \(shown(node))")
        }
        var places: [Int] = []
        var element = node + 1
        while element < tree.nodes[node].next {
            places.append(element)
            element = Int(tree.nodes[element].next)
        }
        return places
    }

    /// A value as a message shows it.
    private func shown(_ node: Int) -> String {
        switch tree.nodes[node].kind {
        case .object: "an object"
        case .array: "an array"
        case .null: "null"
        case .string: "'\(text(node).prefix(40))'"
        case .number, .word: String(text(node).prefix(40))
        }
    }
}
