import Explore
import Intake

/// Features as the log writes them.
///
/// A member of the context or of an action that is an object is a namespace; so is an object within an object, under its
/// own name. Within it a number is a quantity, a text one of several words, `true` a flag; `false` and `null` say
/// nothing. An array is a namespace whose names are places from 0. What is no object and stands outside one belongs to
/// the namespace without a name. Names that begin with an underscore are the format's own and carry no features, but for
/// `_text`, whose words are flags.
extension DSJSONReader {
    /// The features below a node with their names.
    func namespaces(of node: Int) throws -> [FeatureNamespace] {
        var found: [FeatureNamespace] = []
        try walk(node, named: nil) { name in
            if found.last?.features.isEmpty == true { found.removeLast() }
            found.append(FeatureNamespace(name.map(lines.text) ?? FeatureNamespace.unnamed, []))
        } feature: { name, place, value in
            let text = name.map(lines.text) ?? place.map(String.init) ?? ""
            found[found.count - 1].features.append(NamedFeature(text, try featureValue(value, text)))
        } word: { word in
            found[found.count - 1].features.append(NamedFeature(word, .flag))
        }
        if found.last?.features.isEmpty == true { found.removeLast() }
        return found
    }

    /// The features of context and actions as hashes.
    func hash(_ context: Int, _ actions: [Int], into choice: inout HashedChoice) throws {
        choice.reset()
        try hash(context, into: &choice)
        for action in actions {
            choice.beginAction()
            try hash(action, into: &choice)
        }
    }

    private func hash(_ node: Int, into choice: inout HashedChoice) throws {
        let bytes = lines.feed.record.bytes
        let nodes = lines.tree.nodes
        func range(_ node: Int) -> ArraySlice<UInt8> {
            bytes[Int(nodes[node].field.start)..<Int(nodes[node].field.end)]
        }
        let unnamed = FeatureHash(namespace: FeatureNamespace.unnamed.utf8)
        var seed = unnamed
        try walk(node, named: nil) { name in
            if let name {
                let text = range(name)
                seed = FeatureHash(namespace: text)
                choice.beginNamespace(letter: text.first ?? UInt8(ascii: " "))
            } else {
                seed = unnamed
                choice.beginNamespace(letter: UInt8(ascii: " "))
            }
        } feature: { name, place, value in
            var hash = seed
            if let name { hash.combine(range(name)) } else if let place { hash.combine(String(place).utf8) }
            switch nodes[value].kind {
            case .string:
                hash.close()
                hash.combine(range(value))
                choice.append(hash: hash.value, value: 1)
            case .word: choice.append(hash: hash.value, value: 1)
            default: choice.append(hash: hash.value, value: Float(try lines.number(value, "a feature")))
            }
        } word: { word in
            var hash = seed
            hash.combine(word.utf8)
            choice.append(hash: hash.value, value: 1)
        }
    }

    private func featureValue(_ node: Int, _ name: String) throws -> NamedFeature.Value {
        switch lines.tree.nodes[node].kind {
        case .string: .text(lines.text(node))
        case .word: .flag
        default: .number(try lines.number(node, "feature '\(name)'"))
        }
    }

    /// Visits a container's own features first, then the namespaces within it.
    ///
    /// - Parameters:
    ///   - name: the key's node of the namespace; nothing outside any.
    ///   - feature: the key's node or the place in an array, and the value's node.
    private func walk(
        _ container: Int, named name: Int?, namespace: (Int?) throws -> Void,
        feature: (_ name: Int?, _ place: Int?, _ value: Int) throws -> Void, word: (String) throws -> Void
    ) throws {
        let nodes = lines.tree.nodes
        let isObject = nodes[container].kind == .object
        let end = Int(nodes[container].next)
        var hasInner = false
        try namespace(name)
        var place = 0
        var index = container + 1
        while index < end {
            let key = isObject ? index : nil
            let value = isObject ? index + 1 : index
            index = Int(nodes[value].next)
            defer { place += 1 }
            if let key, isReserved(key) {
                if lines.feed.record.equals(nodes[key].field, "_text"), nodes[value].kind == .string {
                    for piece in lines.text(value).split(whereSeparator: \.isWhitespace) { try word(String(piece)) }
                }
                continue
            }
            switch nodes[value].kind {
            case .object, .array: hasInner = true
            case .null: break
            case .word:
                if lines.feed.record.equals(nodes[value].field, "true") { try feature(key, key == nil ? place : nil, value) }
            case .number, .string: try feature(key, key == nil ? place : nil, value)
            }
        }
        guard hasInner else { return }
        index = container + 1
        while index < end {
            let key = isObject ? index : nil
            let value = isObject ? index + 1 : index
            index = Int(nodes[value].next)
            guard nodes[value].kind == .object || nodes[value].kind == .array, !(key.map(isReserved) ?? false)
            else { continue }
            // An element of an array has no name of its own.
            try walk(value, named: key ?? name, namespace: namespace, feature: feature, word: word)
        }
    }

    private func isReserved(_ key: Int) -> Bool {
        let field = lines.tree.nodes[key].field
        return !field.isEmpty && lines.feed.record.bytes[Int(field.start)] == UInt8(ascii: "_")
    }
}
