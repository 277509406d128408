/// Columns of text from a table or from JSON lines, plain or gzip, for whoever learns from texts.
///
/// What the file is, its first byte says: `{` begins JSON lines, anything else the header of an RFC 4180 table.
/// Complexity: O(bytes); memory: what was asked for.
public enum TextColumns {
    /// The texts of these columns, row by row: `[columns][rows]`. A field that a row lacks, or that is null, is empty.
    ///
    /// - Throws: ``IntakeError``: `columns.missing` when there is no column of a name, `columns.row` for a row that cannot be
    ///   taken apart, with its line, and what opening and reading throw.
    public static func read(_ names: [String], from path: String) throws -> [[String]] {
        var feed = try RowFeed(path: path, layout: .lines)
        guard try next(&feed) else {
            throw IntakeError(
                code: "columns.missing", message: "\(path) is empty", remedy: "name a file with a header and rows")
        }
        let isJSON = feed.record.text(feed.record.trimmed(0)).hasPrefix("{")
        return isJSON ? try members(names, of: &feed) : try fields(names, of: path)
    }

    private static func fields(_ names: [String], of path: String) throws -> [[String]] {
        var feed = try RowFeed(path: path, layout: .table)
        guard try next(&feed) else { return [] }
        var header = feed.record.fields.indices.map { feed.record.text(feed.record.trimmed($0)) }
        if header.first?.hasPrefix("\u{FEFF}") == true { header[0].unicodeScalars.removeFirst() }
        let places = try names.map { name in
            guard let place = header.firstIndex(of: name) else { throw missing(name, in: path, among: header) }
            return place
        }
        var columns = [[String]](repeating: [], count: names.count)
        while try next(&feed) {
            for (column, place) in places.enumerated() {
                let field =
                    feed.record.fields.indices.contains(place) ? feed.record.text(feed.record.fields[place]) : ""
                columns[column].append(field)
            }
        }
        return columns
    }

    /// The feed stands on the first row.
    private static func members(_ names: [String], of feed: inout RowFeed) throws -> [[String]] {
        var columns = [[String]](repeating: [], count: names.count)
        var isKnown = [Bool](repeating: false, count: names.count)
        var tree = JSONTree()
        repeat {
            do throws(JSONTree.Malformed) {
                try feed.parse(into: &tree)
            } catch {
                throw row(feed.record.line, of: feed.path, "\(error.reason) (byte \(error.offset + 1))")
            }
            guard tree.nodes.first?.kind == .object else {
                throw row(feed.record.line, of: feed.path, "it is no JSON object")
            }
            for (column, name) in names.enumerated() {
                guard let node = tree.member(name, of: 0, in: feed.record).map({ tree.nodes[$0] }), node.kind != .null
                else {
                    columns[column].append("")
                    continue
                }
                guard node.kind != .object, node.kind != .array else {
                    throw row(feed.record.line, of: feed.path, "'\(name)' is no text")
                }
                isKnown[column] = true
                columns[column].append(feed.record.text(node.field))
            }
        } while try next(&feed)
        if let stranger = zip(names, isKnown).first(where: { !$0.1 }) {
            throw missing(stranger.0, in: feed.path, among: [])
        }
        return columns
    }

    private static func next(_ feed: inout RowFeed) throws -> Bool {
        switch try feed.next() {
        case .row: return true
        case .end: return false
        case .rejected(let issue):
            throw row(issue.line, of: feed.path, issue.message)
        }
    }

    private static func row(_ line: Int, of path: String, _ what: String) -> IntakeError {
        IntakeError(
            code: "columns.row", message: "\(path), line \(line): \(what)", remedy: "correct the line, or take it out")
    }

    private static func missing(_ name: String, in path: String, among header: [String]) -> IntakeError {
        IntakeError(
            code: "columns.missing", message: "\(path) has no column '\(name)'",
            remedy: header.isEmpty
                ? "name a member of its objects"
                : "its columns are \(header.prefix(12).map { "'\($0)'" }.joined(separator: ", "))")
    }
}
