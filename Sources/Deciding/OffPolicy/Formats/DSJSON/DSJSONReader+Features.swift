import Explore
import Intake

/// Features with their names, and as hashes.
extension DSJSONReader {
    /// The features below a node.
    func namespaces(of node: Int) throws -> [FeatureNamespace] {
        var naming = NamingVisitor()
        try walk { walk throws(FeatureWalk.NotFinite) in try walk.visit(node, &naming) }
        if naming.found.last?.features.isEmpty == true { naming.found.removeLast() }
        return naming.found
    }

    /// The features of context and actions.
    func hash(_ context: Int, _ actions: [Int], into choice: inout HashedChoice) throws {
        var hashing = HashingVisitor()
        swap(&hashing.choice, &choice)
        defer { swap(&hashing.choice, &choice) }
        hashing.choice.reset()
        try walk { walk throws(FeatureWalk.NotFinite) in
            try walk.visit(context, &hashing)
            for action in actions {
                hashing.choice.beginAction()
                try walk.visit(action, &hashing)
            }
        }
    }

    private func walk(_ body: (FeatureWalk) throws(FeatureWalk.NotFinite) -> Void) throws {
        let (bytes, nodes) = (lines.feed.record.bytes, lines.tree.nodes)
        do throws(FeatureWalk.NotFinite) {
            try bytes.withUnsafeBufferPointer { bytes throws(FeatureWalk.NotFinite) in
                try nodes.withUnsafeBufferPointer { nodes throws(FeatureWalk.NotFinite) in
                    try body(FeatureWalk(bytes: bytes, nodes: nodes))
                }
            }
        } catch {
            throw issue("json.number", "a feature must be a finite number; got \(lines.text(error.node).prefix(40))")
        }
    }
}

private struct NamingVisitor: FeatureVisitor {
    var found: [FeatureNamespace] = []

    mutating func beginNamespace(_ name: FeatureWalk.Text?) {
        if found.last?.features.isEmpty == true { found.removeLast() }
        found.append(FeatureNamespace(name.map { String(decoding: $0, as: UTF8.self) } ?? FeatureNamespace.unnamed, []))
    }

    mutating func number(_ name: FeatureWalk.Name, _ value: Double) { append(name, .number(value)) }

    mutating func text(_ name: FeatureWalk.Name, _ value: FeatureWalk.Text) {
        append(name, .text(String(decoding: value, as: UTF8.self)))
    }

    mutating func flag(_ name: FeatureWalk.Name) { append(name, .flag) }

    private mutating func append(_ name: FeatureWalk.Name, _ value: NamedFeature.Value) {
        let text =
            switch name {
            case .text(let text): String(decoding: text, as: UTF8.self)
            case .place(let place): String(place)
            }
        found[found.count - 1].features.append(NamedFeature(text, value))
    }
}

private struct HashingVisitor: FeatureVisitor {
    var choice = HashedChoice()
    private var seed = HashingVisitor.unnamed

    private static let unnamed = FeatureHash(namespace: FeatureNamespace.unnamed.utf8)

    mutating func beginNamespace(_ name: FeatureWalk.Text?) {
        seed = name.map { FeatureHash(namespace: $0) } ?? Self.unnamed
        choice.beginNamespace(letter: name?.first ?? UInt8(ascii: " "))
    }

    mutating func number(_ name: FeatureWalk.Name, _ value: Double) {
        choice.append(hash: hash(name).value, value: Float(value))
    }

    mutating func text(_ name: FeatureWalk.Name, _ value: FeatureWalk.Text) {
        var hash = hash(name)
        hash.close()
        hash.combine(value)
        choice.append(hash: hash.value, value: 1)
    }

    mutating func flag(_ name: FeatureWalk.Name) { choice.append(hash: hash(name).value, value: 1) }

    private func hash(_ name: FeatureWalk.Name) -> FeatureHash {
        var hash = seed
        switch name {
        case .text(let text): hash.combine(text)
        case .place(let place): hash.combine(String(place).utf8)
        }
        return hash
    }
}
