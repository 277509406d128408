/// Minimises a smooth function from its gradients, remembering the last few steps.
///
/// Nocedal and Wright, "Numerical Optimization" (2nd edition, 2006), algorithms 7.4 and 7.5, with a backtracking line
/// search (their 3.1); a step whose curvature is not positive is not remembered, so that the direction always
/// descends. Deterministic.
struct LimitedMemoryBFGS: Sendable {
    var maximumIterations = 100
    /// Ends when no part of the gradient is larger.
    var tolerance = 1e-6
    var memory = 10
    /// Ends when a step gains less.
    var leastGain = 1e-7

    /// - Parameter function: gives the value at a point and overwrites the gradient.
    /// - Returns: the last point, its value, and how many steps led there.
    func minimise(
        from start: [Double], _ function: (_ point: [Double], _ gradient: inout [Double]) -> Double
    ) -> (point: [Double], value: Double, iterations: Int) {
        var point = start
        var gradient = [Double](repeating: 0, count: start.count)
        var value = function(point, &gradient)
        var steps: [(step: [Double], change: [Double], inverse: Double)] = []
        for iteration in 0..<maximumIterations {
            guard gradient.contains(where: { abs($0) > tolerance }) else { return (point, value, iteration) }
            var direction = self.direction(gradient, steps)
            var slope = dot(direction, gradient)
            if slope >= 0 {
                steps = []
                direction = gradient.map { -$0 }
                slope = dot(direction, gradient)
            }
            // Without memory the gradient says nothing about scale: the first step is of length one.
            var length = steps.isEmpty ? 1 / (-slope).squareRoot() : 1
            var next = point
            var nextGradient = gradient
            var nextValue = value
            var found = false
            for _ in 0..<40 {
                for place in point.indices { next[place] = point[place] + length * direction[place] }
                nextValue = function(next, &nextGradient)
                if nextValue <= value + 1e-4 * length * slope {
                    found = true
                    break
                }
                length /= 2
            }
            guard found else { return (point, value, iteration) }
            let step = point.indices.map { next[$0] - point[$0] }
            let change = point.indices.map { nextGradient[$0] - gradient[$0] }
            let curvature = dot(step, change)
            if curvature > 1e-10 * dot(change, change).squareRoot() * dot(step, step).squareRoot() {
                if steps.count == memory { steps.removeFirst() }
                steps.append((step, change, 1 / curvature))
            }
            let gain = value - nextValue
            (point, gradient, value) = (next, nextGradient, nextValue)
            if gain < leastGain { return (point, value, iteration + 1) }
        }
        return (point, value, maximumIterations)
    }

    private func direction(
        _ gradient: [Double], _ steps: [(step: [Double], change: [Double], inverse: Double)]
    ) -> [Double] {
        var direction = gradient.map { -$0 }
        guard let last = steps.last else { return direction }
        var shares = [Double](repeating: 0, count: steps.count)
        for (place, past) in steps.enumerated().reversed() {
            shares[place] = past.inverse * dot(past.step, direction)
            for index in direction.indices { direction[index] -= shares[place] * past.change[index] }
        }
        let scale = 1 / (last.inverse * dot(last.change, last.change))
        for index in direction.indices { direction[index] *= scale }
        for (place, past) in steps.enumerated() {
            let share = shares[place] - past.inverse * dot(past.change, direction)
            for index in direction.indices { direction[index] += share * past.step[index] }
        }
        return direction
    }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for place in a.indices { sum += a[place] * b[place] }
    return sum
}
