package import Commerce

/// One row of a source, taken apart: fields as ranges of one buffer, which the next row uses again.
///
/// The bytes are UTF-8 whatever the source's encoding, quotes and escapes are gone. Nothing is allocated per field;
/// strings come into being only for what is kept.
package struct Record {
    /// A field's place in ``Record/bytes``; ``absent`` where the row does not have it.
    package struct Field: Sendable {
        package var start: Int32
        package var end: Int32

        static let absent = Field(start: 0, end: 0)

        package var isEmpty: Bool { start == end }
    }

    package internal(set) var bytes: [UInt8] = []
    package internal(set) var fields: [Field] = []
    /// Fields whose names the row itself brings (unmapped members of a JSON object).
    var extras: [(name: String, field: Field)] = []
    /// Line of the file on which the row starts, from 1.
    package internal(set) var line = 1

    package init() {}

    mutating func reset(line: Int) {
        bytes.removeAll(keepingCapacity: true)
        fields.removeAll(keepingCapacity: true)
        if !extras.isEmpty { extras.removeAll(keepingCapacity: true) }
        self.line = line
    }

    /// The field without blanks around it.
    ///
    /// Complexity: O(blanks).
    package func trimmed(_ index: Int) -> Field {
        var field = fields[index]
        while field.start < field.end, isBlank(bytes[Int(field.start)]) { field.start += 1 }
        while field.start < field.end, isBlank(bytes[Int(field.end) - 1]) { field.end -= 1 }
        return field
    }

    package func text(_ field: Field) -> String {
        String(decoding: bytes[Int(field.start)..<Int(field.end)], as: UTF8.self)
    }

    package func decimal(_ field: Field) throws(DecimalText.Failure) -> DecimalText {
        try DecimalText(bytes.span.extracting(Int(field.start)..<Int(field.end)))
    }

    package func time(_ field: Field) -> Timestamp? {
        TimeText.read(bytes.span.extracting(Int(field.start)..<Int(field.end)))
    }

    func monthFirstTime(_ field: Field) -> Timestamp? {
        TimeText.readMonthFirst(bytes.span.extracting(Int(field.start)..<Int(field.end)))
    }

    /// Whether the field spells exactly this text.
    package func equals(_ field: Field, _ text: String) -> Bool {
        guard Int(field.end - field.start) == text.utf8.count else { return false }
        var index = Int(field.start)
        for byte in text.utf8 {
            guard bytes[index] == byte else { return false }
            index += 1
        }
        return true
    }

    func contains(_ field: Field, _ byte: UInt8) -> Bool {
        bytes[Int(field.start)..<Int(field.end)].contains(byte)
    }

    /// FNV-1a of the field's bytes, continuing `seed`: tells a changed value from an unchanged one without a string.
    func hash(_ field: Field, seed: UInt64 = 0xCBF2_9CE4_8422_2325) -> UInt64 {
        var hash = seed
        for index in Int(field.start)..<Int(field.end) {
            hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01B3
        }
        // The length closes the field, so that "ab","c" and "a","bc" differ.
        return (hash ^ UInt64(field.end - field.start)) &* 0x100_0000_01B3
    }

    /// Adds a field with these bytes behind the others.
    mutating func append(_ text: [UInt8]) {
        let start = Int32(bytes.count)
        bytes.append(contentsOf: text)
        fields.append(Field(start: start, end: Int32(bytes.count)))
    }

    /// Makes the bytes UTF-8, from any encoding.
    ///
    /// - Returns: the index of the first field that is not valid UTF-8, when that is what the source claims to be.
    mutating func makeUTF8(from encoding: TextEncoding) -> Int? {
        switch encoding {
        case .utf8:
            return fields.firstIndex { field in
                let span = bytes.span.extracting(Int(field.start)..<Int(field.end))
                return (try? UTF8Span(validating: span)) == nil
            }
        case .latin1:
            var converted: [UInt8] = []
            converted.reserveCapacity(bytes.count * 2)
            for index in fields.indices {
                let range = Int(fields[index].start)..<Int(fields[index].end)
                fields[index].start = Int32(converted.count)
                converted.append(contentsOf: TextEncoding.windows1252(bytes[range]).utf8)
                fields[index].end = Int32(converted.count)
            }
            bytes = converted
            return nil
        }
    }

    private func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
