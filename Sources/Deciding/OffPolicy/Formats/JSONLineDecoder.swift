import Commerce
import Intake

/// Decodes values from a line of JSON that has been taken apart already.
///
/// It refuses what Foundation's decoder refuses, and takes a small part of its time for what logs consist of: columns of
/// numbers and of identifiers are read from the bytes of the line in one go.
struct JSONLineDecoder: Decoder {
    let line: JSONLine
    let node: Int
    let path: JSONPath

    /// Of the whole line.
    init(_ line: JSONLine) { self.init(line: line, node: 0, path: JSONPath()) }

    init(line: JSONLine, node: Int, path: JSONPath) {
        self.line = line
        self.node = node
        self.path = path
    }

    var codingPath: [any CodingKey] { path.keys }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy _: Key.Type) throws -> KeyedDecodingContainer<Key> {
        try line.expect(.object, [String: Any].self, at: node, path)
        return KeyedDecodingContainer(JSONMembers(line: line, node: node, codingPath: path.keys))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try line.expect(.array, [Any].self, at: node, path)
        return JSONElements(line: line, node: node, path: path)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { self }
}

extension JSONLineDecoder: SingleValueDecodingContainer {
    func decodeNil() -> Bool { line.isNull(node) }

    func decode<T: Decodable>(_ type: T.Type) throws -> T { try line.decode(type, at: node, path) }
}

/// The members of an object. A lookup costs O(members).
private struct JSONMembers<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let line: JSONLine
    let node: Int
    let codingPath: [any CodingKey]

    var allKeys: [Key] { line.members(of: node).compactMap(Key.init) }

    func contains(_ key: Key) -> Bool { line.member(key.stringValue, of: node) != nil }

    func decodeNil(forKey key: Key) throws -> Bool { line.isNull(try place(of: key)) }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try line.decode(type, at: place(of: key), JSONPath.member(key, of: codingPath))
    }

    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        guard let place = line.member(key.stringValue, of: node), !line.isNull(place) else { return nil }
        return try line.decode(type, at: place, JSONPath.member(key, of: codingPath))
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { try decoder(of: key).container(keyedBy: type) }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try decoder(of: key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder {
        throw DecodingError.dataCorrupted(
            .init(codingPath: codingPath, debugDescription: "logs hold no values of classes"))
    }

    func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(of: key) }

    private func decoder(of key: Key) throws -> JSONLineDecoder {
        JSONLineDecoder(line: line, node: try place(of: key), path: JSONPath.member(key, of: codingPath))
    }

    private func place(of key: Key) throws -> Int {
        guard let place = line.member(key.stringValue, of: node) else {
            throw DecodingError.keyNotFound(
                key, .init(codingPath: codingPath, debugDescription: "the member is missing"))
        }
        return place
    }
}

/// The elements of an array, one after the other.
private struct JSONElements: UnkeyedDecodingContainer {
    let line: JSONLine
    let path: JSONPath
    let count: Int?
    private(set) var currentIndex = 0
    private var next: Int
    private let end: Int

    init(line: JSONLine, node: Int, path: JSONPath) {
        self.line = line
        self.path = path
        count = line.elements(of: node)
        next = node + 1
        end = line.end(of: node)
    }

    var codingPath: [any CodingKey] { path.keys }
    var isAtEnd: Bool { next >= end }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd, line.isNull(next) else { return false }
        step()
        return true
    }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        let decoder = try decoder(for: type)
        let value = try line.decode(type, at: next, decoder.path)
        step()
        return value
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        let container = try decoder(for: [String: Any].self).container(keyedBy: type)
        step()
        return container
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        let container = try decoder(for: [Any].self).unkeyedContainer()
        step()
        return container
    }

    mutating func superDecoder() throws -> any Decoder {
        let decoder = try decoder(for: Any.self)
        step()
        return decoder
    }

    private func decoder(for type: Any.Type) throws -> JSONLineDecoder {
        let path = path.element(currentIndex)
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(type, .init(codingPath: path.keys, debugDescription: "the array ends"))
        }
        return JSONLineDecoder(line: line, node: next, path: path)
    }

    private mutating func step() {
        next = line.end(of: next)
        currentIndex += 1
    }
}
