import Commerce
import Intake

/// A line of JSON, taken apart: what ``JSONLineDecoder`` reads from.
///
/// A class, because decoders of every part of the line share it.
final class JSONLine {
    private let tree: JSONTree
    private let record: Record

    /// - Parameter record: whose bytes the tree was made of.
    init(_ tree: JSONTree, of record: Record) {
        self.tree = tree
        self.record = record
    }

    func isNull(_ node: Int) -> Bool { tree.nodes[node].kind == .null }

    /// The node behind this one's subtree.
    func end(of node: Int) -> Int { Int(tree.nodes[node].next) }

    func member(_ name: String, of object: Int) -> Int? { tree.member(name, of: object, in: record) }

    /// Names of an object's members.
    func members(of object: Int) -> [String] {
        var names: [String] = []
        var key = object + 1
        while key < end(of: object) {
            names.append(text(key))
            key = end(of: key + 1)
        }
        return names
    }

    /// How many elements an array has. O(elements).
    func elements(of array: Int) -> Int {
        var (count, element) = (0, array + 1)
        while element < end(of: array) {
            count += 1
            element = end(of: element)
        }
        return count
    }

    /// - Throws: `DecodingError` when the value is of another kind.
    func expect(_ kind: JSONTree.Kind, _ type: Any.Type, at node: Int, _ path: JSONPath) throws {
        guard tree.nodes[node].kind == kind else { throw mismatch(type, at: node, path) }
    }

    /// A value of any type: of the common ones without a decoder.
    func decode<T: Decodable>(_ type: T.Type, at node: Int, _ path: JSONPath) throws -> T {
        let common: Any? =
            switch type {
            case is String.Type: try string(node, path)
            case is Double.Type: try double(node, path)
            case is Float.Type: try float(node, path)
            case is Bool.Type: try flag(node, path)
            case is [String].Type: try column(node, path, string)
            case is [ItemID].Type: try column(node, path) { ItemID(try self.string($0, $1)) }
            case is [Double].Type: try column(node, path, double)
            case is [Float].Type: try column(node, path, float)
            case is [UInt8].Type: try column(node, path) { try self.integer(UInt8.self, $0, $1) }
            case is [Int32].Type: try column(node, path) { try self.integer(Int32.self, $0, $1) }
            case let type as any (FixedWidthInteger & Decodable).Type: try integer(type, node, path)
            default: nil
            }
        if let value = common as? T { return value }
        return try T(from: JSONLineDecoder(line: self, node: node, path: path))
    }

    // MARK: Values

    private func text(_ node: Int) -> String { record.text(tree.nodes[node].field) }

    private func string(_ node: Int, _ path: JSONPath) throws -> String {
        try expect(.string, String.self, at: node, path)
        return text(node)
    }

    private func double(_ node: Int, _ path: JSONPath) throws -> Double {
        guard tree.nodes[node].kind == .number else { throw mismatch(Double.self, at: node, path) }
        guard let value = try? record.decimal(tree.nodes[node].field).double, value.isFinite else {
            throw unusable(Double.self, at: node, path)
        }
        return value
    }

    /// The nearest float. By way of the nearest double, which is the same unless that lies halfway between two floats, or
    /// among those with fewer digits.
    private func float(_ node: Int, _ path: JSONPath) throws -> Float {
        let wide = try double(node, path)
        let isHalfway = wide.bitPattern & 0x1FFF_FFFF == 0x1000_0000
        let isSubnormal = wide != 0 && abs(wide) < Double(Float.leastNormalMagnitude)
        let value = isHalfway || isSubnormal ? Float(text(node)) ?? Float(wide) : Float(wide)
        guard value.isFinite else { throw unusable(Float.self, at: node, path) }
        return value
    }

    private func flag(_ node: Int, _ path: JSONPath) throws -> Bool {
        try expect(.word, Bool.self, at: node, path)
        return record.equals(tree.nodes[node].field, "true")
    }

    /// Also a whole number that is written as `2.0` or `1e3`.
    private func integer<T: FixedWidthInteger>(_: T.Type, _ node: Int, _ path: JSONPath) throws -> T {
        try expect(.number, T.self, at: node, path)
        guard let value = try T(text(node)) ?? T(exactly: double(node, path)) else {
            throw unusable(T.self, at: node, path)
        }
        return value
    }

    private func column<Element>(
        _ node: Int, _ path: JSONPath, _ value: (Int, JSONPath) throws -> Element
    ) throws -> [Element] {
        try expect(.array, [Element].self, at: node, path)
        var values: [Element] = []
        // Scalars are one node each.
        values.reserveCapacity(end(of: node) - node - 1)
        var (element, place) = (node + 1, path.element(0))
        while element < end(of: node) {
            place.move(to: values.count)
            values.append(try value(element, place))
            element = end(of: element)
        }
        return values
    }

    private func mismatch(_ type: Any.Type, at node: Int, _ path: JSONPath) -> DecodingError {
        let context = DecodingError.Context(codingPath: path.keys, debugDescription: "it is of another kind")
        return isNull(node) ? .valueNotFound(type, context) : .typeMismatch(type, context)
    }

    private func unusable(_ type: Any.Type, at node: Int, _ path: JSONPath) -> DecodingError {
        .dataCorrupted(.init(codingPath: path.keys, debugDescription: "'\(text(node))' is no \(type)"))
    }
}

/// Where a value stands, for messages.
struct JSONPath {
    /// Of the object that it is a member of.
    private let owner: [any CodingKey]
    private let key: (any CodingKey)?
    private var place: Int?

    private init(_ owner: [any CodingKey], _ key: (any CodingKey)?, _ place: Int?) {
        self.owner = owner
        self.key = key
        self.place = place
    }

    /// Of the whole line.
    init() { self.init([], nil, nil) }

    var keys: [any CodingKey] {
        owner + (key.map { [$0] } ?? []) + (place.map { [Place(intValue: $0)] } ?? [])
    }

    /// Of a member of the object whose keys these are. O(1).
    static func member(_ key: any CodingKey, of owner: [any CodingKey]) -> JSONPath { JSONPath(owner, key, nil) }

    /// Of an element of the array that stands here. O(1), but for an array of arrays.
    func element(_ place: Int) -> JSONPath {
        self.place == nil ? JSONPath(owner, key, place) : JSONPath(keys, nil, place)
    }

    /// To another element of the same array.
    mutating func move(to place: Int) { self.place = place }

    private struct Place: CodingKey {
        let intValue: Int?
        var stringValue: String { "\(intValue ?? 0)" }

        init(intValue: Int) { self.intValue = intValue }
        init?(stringValue: String) { nil }
    }
}
