/// The candidates that a half-made list has not shown yet.
///
/// Shapes: [candidates]. Removing one is O(1), and O(candidates) when it was the best; nothing is allocated.
struct RemainingActions {
    let means: [Double]
    /// The mean, or minus infinity once shown.
    private(set) var open: [Double]
    private(set) var count: Int
    /// The highest mean that remains, the lowest index among equals; -1 when none remains.
    private(set) var best: Int

    init(_ means: [Double]) {
        self.means = means
        open = means
        count = means.count
        best = open.indexOfMaximum
    }

    func contains(_ action: Int) -> Bool { open[action] > -.infinity }

    mutating func remove(_ action: Int) {
        open[action] = -.infinity
        count -= 1
        if action == best { best = open.indexOfMaximum }
    }

    /// The one that has `place` others before it in order of index. O(candidates).
    func action(at place: Int) -> Int {
        var left = place
        return open.withUnsafeBufferPointer { open in
            for action in open.indices where open[action] > -.infinity {
                if left == 0 { return action }
                left -= 1
            }
            preconditionFailure("fewer than \(place + 1) actions remain")
        }
    }

    /// What the best is expected to earn above the average of those that remain. O(candidates).
    var meanGap: Double {
        let highest = open[best]
        let sum = open.withUnsafeBufferPointer { open in
            var sum = 0.0
            for mean in open { sum += mean > -.infinity ? highest - mean : 0 }
            return sum
        }
        return sum / Double(count)
    }
}

extension [Double] {
    /// The first place of the largest number; -1 where none is above minus infinity. O(count).
    var indexOfMaximum: Int {
        withUnsafeBufferPointer { values in
            var best = -1
            var largest = -Double.infinity
            for place in values.indices where values[place] > largest {
                largest = values[place]
                best = place
            }
            return best
        }
    }
}
