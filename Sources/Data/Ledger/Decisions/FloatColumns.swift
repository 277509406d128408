/// A table of floats as bytes, column by column, bit for bit.
///
/// Most columns of a decision's features say little: the shopper's are the same for every candidate, flags have two
/// values, and counts leave the low bytes empty. Each column takes the shortest of three forms:
/// - a *palette* of at most 16 values, and each row's place in it in 0, 1, 2 or 4 bits;
/// - *planes*: the first bytes of all rows, then the second, and so on; a plane that is the same in every row takes one
///   byte.
///
/// With 300 candidates a constant column takes 6 bytes, a flag 48, an arbitrary one about 905 to 1205 instead of 1200.
/// No general compressor is used: on arbitrary floats zlib's fastest level takes off 8 % and costs 1.2 ms a decision.
enum FloatColumns {
    private static let largestPalette = 16

    /// Appends `rows * width` numbers that lie row after row. O(rows * width).
    static func append(_ table: [Float], rows: Int, width: Int, to writer: inout BinaryWriter) {
        precondition(table.count == rows * width, "FloatColumns: the table is not rows x width")
        var column = [UInt32](repeating: 0, count: rows)
        for place in 0..<width {
            gather(place, of: table, width: width, into: &column)
            append(column, to: &writer)
        }
    }

    static func read(rows: Int, width: Int, from reader: inout BinaryReader) throws(BinaryReader.Malformed) -> [Float] {
        guard rows > 0 else { return [] }
        // Every column has at least two bytes.
        guard width <= Int.max / 4 / rows, width <= reader.rest / 2 else {
            throw BinaryReader.Malformed(what: "a table is larger than the record")
        }
        var table = [Float](repeating: 0, count: rows * width)
        for place in 0..<width {
            var target = place
            for word in try column(rows, from: &reader) {
                table[target] = Float(bitPattern: word)
                target += width
            }
        }
        return table
    }

    /// Without bounds checks, which would double the cost of a record: both arrays have just been seen to fit.
    private static func gather(_ place: Int, of table: [Float], width: Int, into column: inout [UInt32]) {
        unsafe table.withUnsafeBufferPointer { table in
            unsafe column.withUnsafeMutableBufferPointer { column in
                for row in 0..<column.count { unsafe column[row] = table[row * width + place].bitPattern }
            }
        }
    }

    private static func append(_ column: [UInt32], to writer: inout BinaryWriter) {
        guard !column.isEmpty else { return }
        if let (palette, places) = paletted(column) {
            let width = bits(for: palette.count)
            writer.append(UInt8(palette.count))
            for word in palette { writer.append(word) }
            writer.append(packing: places, bits: width)
        } else {
            writer.append(0 as UInt8)
            writer.append(planesOf: column)
        }
    }

    private static func column(
        _ rows: Int, from reader: inout BinaryReader
    ) throws(BinaryReader.Malformed) -> [UInt32] {
        let size = Int(try reader.byte())
        guard size > 0 else { return try reader.planes(rows) }
        guard size <= largestPalette else { throw BinaryReader.Malformed(what: "a palette is too large") }
        var palette: [UInt32] = []
        for _ in 0..<size { palette.append(try reader.word32()) }
        var column: [UInt32] = []
        column.reserveCapacity(rows)
        for place in try reader.unpack(rows, bits: bits(for: size)) {
            guard Int(place) < size else { throw BinaryReader.Malformed(what: "a palette lacks a value") }
            column.append(palette[Int(place)])
        }
        return column
    }

    /// The different values in order of appearance, and each row's place among them; nothing when there are too many.
    private static func paletted(_ column: [UInt32]) -> (palette: [UInt32], places: [UInt8])? {
        var palette: [UInt32] = []
        var places: [UInt8] = []
        places.reserveCapacity(column.count)
        var last = 0
        for word in column {
            if last < palette.count, palette[last] == word {
                places.append(UInt8(last))
            } else if let place = palette.firstIndex(of: word) {
                places.append(UInt8(place))
                last = place
            } else {
                guard palette.count < largestPalette else { return nil }
                places.append(UInt8(palette.count))
                palette.append(word)
            }
        }
        // A few rows of many values are shorter as they are.
        return 4 * palette.count + column.count / 2 <= 4 * column.count ? (palette, places) : nil
    }

    /// 0, 1, 2 or 4, so that places do not straddle bytes.
    private static func bits(for count: Int) -> Int { count == 1 ? 0 : count == 2 ? 1 : count <= 4 ? 2 : 4 }
}

extension BinaryWriter {
    fileprivate mutating func append(packing places: [UInt8], bits: Int) {
        guard bits > 0 else { return }
        var (byte, filled): (UInt8, Int) = (0, 0)
        for place in places {
            byte |= place << filled
            filled += bits
            if filled == 8 {
                append(byte)
                (byte, filled) = (0, 0)
            }
        }
        if filled > 0 { append(byte) }
    }

    fileprivate mutating func append(planesOf column: [UInt32]) {
        var (all, any): (UInt32, UInt32) = (.max, 0)
        for word in column {
            all &= word
            any |= word
        }
        let varying = all ^ any
        var mask: UInt8 = 0
        for plane in 0..<4 where varying >> (8 * plane) & 0xFF != 0 { mask |= 1 << plane }
        append(mask)
        for plane in 0..<4 {
            let shift = UInt32(8 * plane)
            if mask >> plane & 1 == 0 {
                append(UInt8(truncatingIfNeeded: all >> shift))
            } else {
                append(contentsOf: column.map { UInt8(truncatingIfNeeded: $0 >> shift) })
            }
        }
    }
}

extension BinaryReader {
    fileprivate mutating func unpack(_ rows: Int, bits: Int) throws(Malformed) -> [UInt8] {
        guard bits > 0 else { return [UInt8](repeating: 0, count: rows) }
        let packed = try slice((rows * bits + 7) / 8)
        let mask = UInt8(1 << bits - 1)
        var places: [UInt8] = []
        places.reserveCapacity(rows)
        for row in 0..<rows {
            let bit = row * bits
            places.append(packed[packed.startIndex + bit / 8] >> (bit % 8) & mask)
        }
        return places
    }

    fileprivate mutating func planes(_ rows: Int) throws(Malformed) -> [UInt32] {
        let mask = try byte()
        var column = [UInt32](repeating: 0, count: rows)
        for plane in 0..<4 {
            let shift = UInt32(8 * plane)
            if mask >> plane & 1 == 0 {
                let word = UInt32(try byte()) << shift
                for row in 0..<rows { column[row] |= word }
            } else {
                for (row, byte) in try slice(rows).enumerated() { column[row] |= UInt32(byte) << shift }
            }
        }
        return column
    }
}
