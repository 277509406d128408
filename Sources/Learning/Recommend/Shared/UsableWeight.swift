/// The weight of an event as models take it.
enum UsableWeight {
    /// Larger weights count as this; their squares and sums still fit single precision.
    static let largest: Float = 1e9

    /// 0, which means "passed over", for a weight that is not a positive number; else the weight, at most ``largest``.
    @inline(__always)
    static func of(_ weight: Float) -> Float { weight > 0 ? min(weight, largest) : 0 }
}
