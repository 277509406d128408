/// The members that a set of paths asks for, as a tree that is walked together with each row's JSON: every member of
/// the row is looked up once, whatever the number of paths.
///
/// See ``FieldMap`` for the syntax of a path.
struct PathTree: Sendable {
    struct Node: Sendable {
        /// Nodes by member name, as written in the path.
        var children: [String: Int] = [:]
        /// The node for each element of an array.
        var element: Int?
        /// Nodes for the element of an array whose member has a certain value.
        var selections: [(member: String, value: String, node: Int)] = []
        /// Slots that this value fills; the lowest rank wins where several paths find something.
        var targets: [(slot: Int, rank: Int)] = []
    }

    private(set) var nodes = [Node()]
    /// Whether member names match by their ``normalised(_:)`` forms.
    let matchesLoosely: Bool

    init(matchesLoosely: Bool) { self.matchesLoosely = matchesLoosely }

    /// - Throws: ``IntakeError`` `map.invalid` when the path cannot be read.
    mutating func add(_ path: String, slot: Int, rank: Int) throws {
        var node = 0
        var rest = Substring(path)
        while !rest.isEmpty {
            if rest.hasPrefix("[]") {
                rest = rest.dropFirst(2)
                node = elementNode(of: node)
            } else if rest.hasPrefix("["), let end = rest.firstIndex(of: "]"),
                let sign = rest[..<end].firstIndex(of: "=")
            {
                let member = rest[rest.index(after: rest.startIndex)..<sign]
                node = selectionNode(
                    of: node, member: String(member), value: String(rest[rest.index(after: sign)..<end]))
                rest = rest[rest.index(after: end)...]
            } else {
                let name = rest.prefix { $0 != "." && $0 != "[" }
                guard !name.isEmpty, !name.contains("]") else { throw Self.invalid(path) }
                rest = rest[name.endIndex...]
                node = childNode(of: node, named: String(name))
            }
            if rest.hasPrefix(".") {
                rest = rest.dropFirst()
                if rest.isEmpty { throw Self.invalid(path) }
            }
        }
        guard node != 0 else { throw Self.invalid(path) }
        nodes[node].targets.append((slot, rank))
    }

    func child(of node: Int, named name: String) -> Int? {
        nodes[node].children[matchesLoosely ? normalised(name) : name]
    }

    private mutating func childNode(of node: Int, named name: String) -> Int {
        let name = matchesLoosely ? normalised(name) : name
        if let known = nodes[node].children[name] { return known }
        nodes[node].children[name] = nodes.count
        nodes.append(Node())
        return nodes.count - 1
    }

    private mutating func elementNode(of node: Int) -> Int {
        if let known = nodes[node].element { return known }
        nodes[node].element = nodes.count
        nodes.append(Node())
        return nodes.count - 1
    }

    private mutating func selectionNode(of node: Int, member: String, value: String) -> Int {
        if let known = nodes[node].selections.first(where: { $0.member == member && $0.value == value }) {
            return known.node
        }
        nodes[node].selections.append((member, value, nodes.count))
        nodes.append(Node())
        return nodes.count - 1
    }

    private static func invalid(_ path: String) -> IntakeError {
        IntakeError(
            code: "map.invalid", message: "'\(path)' is not a path into JSON",
            remedy: "write member names with dots, as in user.id, items[].item_id or params[key=currency].value")
    }
}
