import Commerce

/// Profiles one number of the events: quantity, or price in one currency.
struct NumberTracker: Sendable {
    private static let kept = 5
    private var negative = 0
    private var zero = 0
    private var positive = LogHistogram()
    private var sum = 0.0
    private var minimum = Double.infinity
    private var maximum = -Double.infinity
    private var largest: [NumberProfile.Example] = []

    mutating func add(_ value: Double, of event: borrowing Event) {
        guard value.isFinite else { return }
        sum += value
        minimum = min(minimum, value)
        maximum = max(maximum, value)
        if value > 0 {
            positive.add(value)
            remember(value, of: event)
        } else if value == 0 {
            zero += 1
        } else {
            negative += 1
        }
    }

    private mutating func remember(_ value: Double, of event: borrowing Event) {
        if largest.count == Self.kept, value <= largest[Self.kept - 1].value { return }
        let place = largest.firstIndex { $0.value < value } ?? largest.count
        let example = NumberProfile.Example(
            value: value, time: event.time, who: event.shopper?.rawValue ?? event.visitor?.rawValue,
            item: event.item, order: event.order)
        largest.insert(example, at: place)
        if largest.count > Self.kept { largest.removeLast() }
    }

    var profile: NumberProfile {
        let count = positive.count + zero + negative
        var profile = NumberProfile(
            count: count, negative: negative, zero: zero, minimum: nil, maximum: nil, mean: nil,
            lowerQuartile: positive.quantile(0.25), median: positive.quantile(0.5),
            upperQuartile: positive.quantile(0.75), extremeAbove: nil, extreme: 0, largest: largest)
        guard count > 0 else { return profile }
        profile.minimum = minimum
        profile.maximum = maximum
        profile.mean = sum / Double(count)
        if let lower = profile.lowerQuartile, let upper = profile.upperQuartile {
            let ratio = max(upper / lower, 2)
            let bound = positive.effectiveBound(above: upper * ratio * ratio * ratio)
            profile.extremeAbove = bound
            profile.extreme = positive.count(above: upper * ratio * ratio * ratio)
        }
        return profile
    }
}
