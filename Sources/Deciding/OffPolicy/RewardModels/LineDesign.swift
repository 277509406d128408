import Linear

/// How a decision and an arm become a row of features, and coefficients become one line per arm.
///
/// Both forms predict `line_a · [1, x]`, `x` the scaled context. ``RewardForm/perArm`` rows are `[1, x]`, one set of
/// coefficients per arm; ``RewardForm/shared`` rows are `[1, x, z, x ⊗ z]`, `z` the scaled features of the arm, with an
/// offset per arm beside.
struct LineDesign {
    let form: RewardForm
    let arms: Int
    /// Features of a context.
    let width: Int
    /// Features of an arm.
    let armWidth: Int
    let context: FeatureScale
    /// Scaled features of the arms. Shape [arms, armWidth].
    let armFeatures: [Double]

    init(_ log: LoggedDecisions, on places: [Int], form: RewardForm) {
        self.form = form
        arms = log.arms.count
        width = log.contexts.columns
        armWidth = form == .shared ? log.actionFeatures.columns : 0
        context = FeatureScale(log.contexts, rows: places)
        armFeatures =
            armWidth == 0
            ? [] : FeatureScale(log.actionFeatures, rows: 0..<arms).scaled(log.actionFeatures)
    }

    /// Length of a row.
    var size: Int { (1 + width) * (1 + armWidth) }

    /// O(size).
    @inline(__always)
    func write(
        _ contexts: UnsafeBufferPointer<Float>, decision: Int, arm: Int, into row: UnsafeMutableBufferPointer<Double>
    ) {
        row[0] = 1
        for feature in 0..<width {
            row[1 + feature] =
                (Double(contexts[decision * width + feature]) - context.means[feature]) * context.factors[feature]
        }
        for feature in 0..<armWidth {
            let value = armFeatures[arm * armWidth + feature]
            let start = (1 + width) * (1 + feature)
            for place in 0...width { row[start + place] = value * row[place] }
        }
    }

    /// The line of an arm from shared coefficients [size] and its offset: over the scaled context. Shape [1 + width].
    func line(_ coefficients: [Double], offset: Double, of arm: Int) -> [Double] {
        var line = Array(coefficients[0...width])
        for feature in 0..<armWidth {
            let value = armFeatures[arm * armWidth + feature]
            let start = (1 + width) * (1 + feature)
            for place in 0...width { line[place] += value * coefficients[start + place] }
        }
        line[0] += offset
        return line
    }

    /// Lines over the context as it is, from lines over the scaled one, with `base` added. Shape [arms, 1 + width].
    func unscaled(_ lines: [Double], base: Double) -> [Double] {
        var lines = lines
        for arm in 0..<arms {
            let start = arm * (1 + width)
            lines[start] += base
            for feature in 0..<width {
                lines[start + 1 + feature] *= context.factors[feature]
                lines[start] -= lines[start + 1 + feature] * context.means[feature]
            }
        }
        return lines
    }
}
