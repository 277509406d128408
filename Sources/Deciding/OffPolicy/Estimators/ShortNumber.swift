extension Double {
    /// Without decimals where there are none: for names such as `ips(limit=10)`.
    var short: String {
        abs(self) < 1e15 && self == rounded() ? String(Int(self)) : String(self)
    }
}
