/// Reading and writing scalars in UTF-8 that is known to be valid, as the bytes of a `String` are.
enum ScalarText {
    /// Bytes of the scalar that begins with `lead`.
    @inline(__always)
    static func width(_ lead: UInt8) -> Int {
        lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    }

    @inline(__always)
    static func value(_ text: UnsafePointer<UInt8>, at index: Int, width: Int) -> UInt32 {
        let lead = UInt32(text[index])
        switch width {
        case 1: return lead
        case 2: return (lead & 0x1F) << 6 | UInt32(text[index + 1] & 0x3F)
        case 3:
            return (lead & 0x0F) << 12 | UInt32(text[index + 1] & 0x3F) << 6 | UInt32(text[index + 2] & 0x3F)
        default:
            let upper = (lead & 0x07) << 18 | UInt32(text[index + 1] & 0x3F) << 12
            return upper | UInt32(text[index + 2] & 0x3F) << 6 | UInt32(text[index + 3] & 0x3F)
        }
    }

    /// The scalar at `index`; its width is `width(text[index])`.
    @inline(__always)
    static func scalar(_ text: UnsafePointer<UInt8>, at index: Int) -> Unicode.Scalar {
        // Valid UTF-8 holds no surrogates and nothing above U+10FFFF.
        Unicode.Scalar(value(text, at: index, width: width(text[index]))) ?? "\u{FFFD}"
    }

    /// Scalars in a part of a text.
    static func count(_ text: UnsafePointer<UInt8>, _ range: Range<Int>) -> Int {
        var count = 0
        for index in range where text[index] & 0xC0 != 0x80 { count += 1 }
        return count
    }
}
