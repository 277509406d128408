public import Linear
import Tensor

/// One number that logits are divided by so that probabilities come true (Guo et al., "On calibration of modern neural
/// networks", 2017, section 4.2). It changes no ranking.
public enum Temperature {
    /// The temperature under which held-out answers were likeliest, in [0.05, 20].
    ///
    /// The loss is convex in the inverse temperature; the golden section finds its least to within 0.1 %. O(numbers × 40).
    /// - Parameters:
    ///   - logits: [texts, classes].
    ///   - classes: the right class of each text.
    public static func fitted(_ logits: Matrix, classes: [Int]) throws -> Double {
        precondition(logits.rows == classes.count && logits.rows > 0, "Temperature.fitted: a class for each row")
        let (numbers, targets) = (
            try Tensor(logits.values, shape: [logits.rows, logits.columns]), try Tensor(classes)
        )
        func loss(_ inverse: Double) throws -> Double {
            try inference { try (numbers * inverse).crossEntropy(targets).number() }
        }
        let golden = (5.0.squareRoot() - 1) / 2
        var (low, high) = (1 / 20.0, 20.0)
        var (left, right) = (high - golden * (high - low), low + golden * (high - low))
        var (leftLoss, rightLoss) = (try loss(left), try loss(right))
        while high - low > 0.001 * low {
            if leftLoss < rightLoss {
                (high, right, rightLoss) = (right, left, leftLoss)
                left = high - golden * (high - low)
                leftLoss = try loss(left)
            } else {
                (low, left, leftLoss) = (left, right, rightLoss)
                right = low + golden * (high - low)
                rightLoss = try loss(right)
            }
        }
        return 2 / (low + high)
    }

    /// `softmax(logits / temperature)` by rows.
    public static func probabilities(_ logits: Matrix, _ temperature: Double) throws -> Matrix {
        guard logits.rows > 0 else { return logits }
        let values = try inference {
            let numbers = try Tensor(logits.values, shape: [logits.rows, logits.columns])
            return try (numbers / temperature).softmax().array(of: Float.self)
        }
        return Matrix(rows: logits.rows, columns: logits.columns, values: values)
    }
}
