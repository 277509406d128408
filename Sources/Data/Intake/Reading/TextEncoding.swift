/// How the bytes of a source spell text.
public enum TextEncoding: String, Sendable, Hashable, Codable, CaseIterable {
    case utf8 = "utf-8"
    /// ISO 8859-1 as it is met in practice: Windows-1252, which puts printable characters in 0x80 ... 0x9F.
    case latin1

    /// The encoding by a name people write: `utf-8`, `utf8`, `latin1`, `latin-1`, `iso-8859-1`, `windows-1252`, `cp1252`.
    ///
    /// - Throws: ``IntakeError`` `encoding.unknown`.
    public init(named name: String) throws {
        switch name.lowercased().filter({ $0 != "-" && $0 != "_" }) {
        case "utf8": self = .utf8
        case "latin1", "iso88591", "windows1252", "cp1252": self = .latin1
        default:
            throw IntakeError(
                code: "encoding.unknown", message: "'\(name)' is not an encoding that can be read",
                remedy: "use utf-8 or latin1; convert others with `iconv -t UTF-8`")
        }
    }

    /// Text for people from bytes that may be wrong: what is not UTF-8 becomes U+FFFD.
    func lossyText(_ bytes: ArraySlice<UInt8>) -> String {
        switch self {
        case .utf8: String(decoding: bytes, as: UTF8.self)
        case .latin1: Self.windows1252(bytes)
        }
    }

    /// The characters of Windows-1252; its five unused bytes become the control characters of the same number, as in
    /// the WHATWG encoding standard.
    static func windows1252(_ bytes: some Sequence<UInt8>) -> String {
        var text = String.UnicodeScalarView()
        for byte in bytes {
            let scalar = (0x80...0x9F).contains(byte) ? highControls[Int(byte) - 0x80] : UInt16(byte)
            // The table and the bytes hold no surrogates.
            if let scalar = Unicode.Scalar(scalar) { text.append(scalar) }
        }
        return String(text)
    }

    private static let highControls: [UInt16] = [
        0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
        0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122,
        0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
    ]
}
