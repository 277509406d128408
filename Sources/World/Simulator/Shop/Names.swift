import Commerce

/// How rows and numbers of the simulated world are spelt in its log. All names fit fifteen bytes, so that they
/// are made without allocation.
enum Names {
    static func item(_ row: Int32) -> ItemID { ItemID("i\(digits(Int(row), 5))") }

    static func shopper(_ row: Int32) -> ShopperID { ShopperID("s\(digits(Int(row), 5))") }

    static func visitor(_ number: UInt64) -> VisitorID { VisitorID("v\(base32(number, 10))") }

    static func session(_ shopper: Int32, _ ordinal: Int32) -> SessionID {
        SessionID("n\(base32(UInt64(shopper), 4))-\(ordinal)")
    }

    static func order(_ shopper: Int32, _ ordinal: Int32) -> OrderID {
        OrderID("o\(base32(UInt64(shopper), 4))-\(ordinal)")
    }

    static func event(_ shopper: Int32, _ ordinal: Int32) -> EventID {
        EventID("e\(base32(UInt64(shopper), 4))-\(ordinal)")
    }

    /// Sorts by time: nine digits of milliseconds, then four for the shopper.
    static func decision(_ shopper: Int32, at milliseconds: Int64) -> DecisionID {
        DecisionID("d\(base32(UInt64(milliseconds), 9))\(base32(UInt64(shopper), 4))")
    }

    private static func digits(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }

    /// Digits in the order of their character codes, without letters that look like digits (after D. Crockford).
    static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    private static func base32(_ number: UInt64, _ width: Int) -> String {
        String(unsafeUninitializedCapacity: width) { buffer in
            for place in 0..<width {
                buffer[width - 1 - place] = alphabet[Int(number >> (5 * UInt64(place)) & 31)]
            }
            return width
        }
    }
}
