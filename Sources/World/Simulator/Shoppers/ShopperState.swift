import Commerce
import Foundation

/// Where one person stands: what changes from day to day and from visit to visit.
///
/// A value: copy it to ask "what if". ``Shop/shopper(_:)`` makes the one that a person starts with.
public struct ShopperState: Sendable {
    /// The person's row, from 0.
    public let row: Int32
    /// From 0 to 1; starts at one half. Moves with each visit and decides whether the person comes again.
    public internal(set) var satisfaction = 0.5
    /// Whether the person will never visit again.
    public internal(set) var hasLeft = false
    /// Visits begun so far.
    public internal(set) var visits: Int32 = 0
    /// Orders placed so far.
    public internal(set) var orders: Int32 = 0

    var interests: [Interest]
    /// Latest purchases, oldest first; only so many are remembered.
    var purchases: [PastPurchase] = []
    /// Number of events so far, from which their identities are made.
    var events: Int32 = 0
    /// No visit starts before the end of the last one.
    var busyUntil = Timestamp(milliseconds: .min)

    init(row: Int32, interests: [Interest]) {
        self.row = row
        self.interests = interests
    }

    mutating func remember(_ purchase: PastPurchase) {
        if purchases.count == Self.memory { purchases.removeFirst() }
        purchases.append(purchase)
    }

    private static let memory = 32
}

/// Something bought, as its buyer remembers it.
struct PastPurchase: Sendable {
    let item: Int32
    let leaf: Int32
    let time: Timestamp

    /// Days since, as a fraction.
    func age(at now: Timestamp) -> Double { Double(now.milliseconds - time.milliseconds) / 86_400_000 }
}
