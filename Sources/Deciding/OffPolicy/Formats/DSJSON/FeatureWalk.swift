import Intake

/// What is found in the features of a line, in order.
protocol FeatureVisitor {
    /// What follows stands under this name; nothing outside any.
    mutating func beginNamespace(_ name: FeatureWalk.Text?)
    /// - Parameter name: of the feature, or its place in an array.
    mutating func number(_ name: FeatureWalk.Name, _ value: Double)
    mutating func text(_ name: FeatureWalk.Name, _ value: FeatureWalk.Text)
    mutating func flag(_ name: FeatureWalk.Name)
}

/// Goes through the features below one node of a line, on the line's own bytes: nothing is copied.
///
/// A member of the context or of an action that is an object is a namespace; so is an object within an object, under its
/// own name. Within it a number is a quantity, a text one of several words, `true` a flag; `false` and `null` say
/// nothing. An array is a namespace whose names are places from 0. What is no object and stands outside one belongs to
/// the namespace without a name. Names that begin with an underscore are the format's own and carry no features, but for
/// `_text`, whose words are flags.
struct FeatureWalk {
    typealias Text = UnsafeBufferPointer<UInt8>

    enum Name {
        case text(Text)
        case place(Int)
    }

    /// A number that cannot be used, with the node that holds it.
    struct NotFinite: Error { let node: Int }

    let bytes: UnsafeBufferPointer<UInt8>
    let nodes: UnsafeBufferPointer<JSONTree.Node>

    /// A container's own features first, then the namespaces within it.
    func visit(
        _ container: Int, named name: Text? = nil, _ visitor: inout some FeatureVisitor
    ) throws(NotFinite) {
        // Patterns, because `==` of an enumeration of another module is a call.
        let isObject = if case .object = nodes[container].kind { true } else { false }
        let end = Int(nodes[container].next)
        var hasInner = false
        visitor.beginNamespace(name)
        var (index, place) = (container + 1, 0)
        while index < end {
            let key = isObject ? text(index) : nil
            let value = isObject ? index + 1 : index
            index = Int(nodes[value].next)
            if let key, key.first == UInt8(ascii: "_") {
                if case .string = nodes[value].kind, key.elementsEqual("_text".utf8) { words(text(value), &visitor) }
                continue
            }
            let name = key.map(Name.text) ?? .place(place)
            place += 1
            switch nodes[value].kind {
            case .object, .array: hasInner = true
            case .null: break
            case .word: if bytes[Int(nodes[value].field.start)] == UInt8(ascii: "t") { visitor.flag(name) }
            case .string: visitor.text(name, text(value))
            case .number: visitor.number(name, try number(value))
            }
        }
        guard hasInner else { return }
        index = container + 1
        while index < end {
            let key = isObject ? text(index) : name
            let value = isObject ? index + 1 : index
            index = Int(nodes[value].next)
            switch nodes[value].kind {
            case .object, .array: break
            default: continue
            }
            // An element of an array goes by the array's name.
            if isObject, key?.first == UInt8(ascii: "_") { continue }
            try visit(value, named: key, &visitor)
        }
    }

    private func words(_ text: Text, _ visitor: inout some FeatureVisitor) {
        for word in text.split(whereSeparator: { $0 == 32 || ($0 >= 9 && $0 <= 13) }) {
            visitor.flag(.text(Text(rebasing: word)))
        }
    }

    private func text(_ node: Int) -> Text {
        Text(rebasing: bytes[Int(nodes[node].field.start)..<Int(nodes[node].field.end)])
    }

    private func number(_ node: Int) throws(NotFinite) -> Double {
        guard let value = try? DecimalText(text(node).span).double, value.isFinite else { throw NotFinite(node: node) }
        return value
    }
}
