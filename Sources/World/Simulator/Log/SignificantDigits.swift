/// Probabilities in a log: enough digits to divide by, few enough to read.
enum SignificantDigits {
    /// Appends a number of (0, 1] with six significant digits and no exponent: `0.0123457`.
    static func append(_ number: Double, to bytes: inout [UInt8]) {
        guard number < 0.9999995 else {
            bytes.append(UInt8(ascii: "1"))
            return
        }
        var scaled = number
        var zeros = 0
        while scaled < 0.1, zeros < 12 {
            scaled *= 10
            zeros += 1
        }
        var digits = Int((scaled * 1_000_000).rounded())
        if digits == 1_000_000 {
            digits = 100_000
            zeros -= 1
        }
        var places = 6
        while digits > 0, digits % 10 == 0 {
            digits /= 10
            places -= 1
        }
        bytes.append(contentsOf: [UInt8(ascii: "0"), UInt8(ascii: ".")])
        for _ in 0..<zeros { bytes.append(UInt8(ascii: "0")) }
        var divisor = 1
        for _ in 1..<max(1, places) { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(48 + digits / divisor % 10))
            divisor /= 10
        }
    }

    static func text(_ number: Double) -> String {
        var bytes: [UInt8] = []
        append(number, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
