public import Commerce
import Explore

/// Divides people between two arms by a hash of their names: each stays in an arm for as long as the share does not
/// shrink, in any process on any machine, and experiments of different salts divide them independently.
public struct TrafficSplit: Sendable, Hashable, Codable {
    /// Of this experiment alone.
    public let salt: UInt64
    /// Of people who see the new arm, in [0, 1].
    public let share: Double

    /// - Precondition: `share` is in [0, 1].
    public init(salt: UInt64, share: Double) {
        precondition((0...1).contains(share), "TrafficSplit.share must be in [0, 1]")
        self.salt = salt
        self.share = share
    }

    /// Whether somebody sees the new arm. Those who have neither name see the old one: they could not be told apart.
    /// O(bytes of the name).
    public func isNew(shopper: ShopperID?, visitor: VisitorID?) -> Bool {
        guard let place = place(shopper: shopper, visitor: visitor) else { return false }
        return place < share
    }

    /// Where somebody stands in [0, 1), evenly spread over people; nothing without a name.
    public func place(shopper: ShopperID?, visitor: VisitorID?) -> Double? {
        var hash = StableHash()
        hash.combine(salt)
        if let shopper {
            hash.combine("shopper")
            hash.combine(shopper.rawValue)
        } else if let visitor {
            hash.combine("visitor")
            hash.combine(visitor.rawValue)
        } else {
            return nil
        }
        return Double(hash.value >> 11) * 0x1p-53
    }
}
