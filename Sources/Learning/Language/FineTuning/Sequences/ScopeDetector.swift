public import Linear
import Tensor

/// Tells texts of the classes learned from texts of none: by how far a text's vector lies from the nearest class.
///
/// Classes are normal clouds of one shape (Lee et al., "A simple unified framework for detecting out-of-distribution
/// samples", 2018, section 2.1; for intents, Podolskiy et al., "Revisiting Mahalanobis distance for transformer-based
/// out-of-domain detection", 2021). The shape is shrunk towards a ball by Ledoit and Wolf's rule ("A well-conditioned
/// estimator for large-dimensional covariance matrices", 2004), so that few examples do.
public struct ScopeDetector {
    /// [classes, width], after `whitening`.
    let means: Tensor
    /// [width, width]: `x whitening` has clouds that are balls of radius 1.
    let whitening: Tensor
    /// The distance beyond which a text is of no class.
    public var threshold: Double

    init(means: Tensor, whitening: Tensor, threshold: Double) {
        self.means = means
        self.whitening = whitening
        self.threshold = threshold
    }

    /// Learns where the classes lie. O(texts × width²).
    ///
    /// - Parameters:
    ///   - vectors: of training texts, [texts, width].
    ///   - classes: of each text, in `0..<count`; a class without texts is never near.
    public init(_ vectors: Matrix, classes: [Int], count: Int) throws {
        precondition(vectors.rows == classes.count, "ScopeDetector: a class for each vector")
        let width = vectors.columns
        (means, whitening) = try inference {
            let points = try Tensor(vectors.values, shape: [vectors.rows, width]).converted(to: .float64)
            let classes = try Tensor(classes)
            let sizes = try classes.oneHot(classes: count).sum(0).converted(to: .float64)
            let sums = try Tensor.zeros([count, width], .float64).indexAdding(points, at: classes)
            let means = try sums / sizes.clamp(minimum: 1).addingAxis(1)
            let centred = try points - means.selecting(classes)
            let shape = try Self.shrunkCovariance(centred)
            let factor = try Operators.cholesky(.tensor(shape), .truth(false))
            // L⁻ᵀ, so that a row x becomes x L⁻ᵀ.
            let whitening = try Operators.triangular(
                .tensor(factor), .tensor(Operators.identity(.integer(width), .element(.float64))), .truth(false),
                .truth(true), .truth(false)
            ).transposed(0, 1)
            let empty = try sizes.equals(0).addingAxis(1)
            let far = try means.matmul(whitening).maskedFill(empty, with: 1e6)
            return (try far.converted(to: .float32), try whitening.converted(to: .float32).contiguous())
        }
        threshold = .infinity
    }

    private enum Operators {
        static let cholesky = Operator("aten::linalg_cholesky")
        static let triangular = Operator("aten::linalg_solve_triangular")
        static let identity = Operator("aten::eye")
    }

    /// Towards `tr(S)/width · I`, by as much as the sample is too small to tell.
    private static func shrunkCovariance(_ centred: Tensor) throws -> Tensor {
        let (count, width) = (Double(centred.extent(0)), centred.extent(1))
        let covariance = try centred.transposed(0, 1).matmul(centred) / count
        let size = try (covariance * Operators.identity(.integer(width), .element(.float64))).sum().number()
        // A sample without spread has no shape to tell: a ball of radius 1.
        let ball = size > 0 ? size / Double(width) : 1
        let squares = try (covariance * covariance).sum().number()
        let fourth = try (centred * centred).sum(1).power(2).sum().number()
        let doubt = (fourth - count * squares) / (count * count)
        let distance = squares - Double(width) * ball * ball
        // Never quite 0, so that the shape can be inverted.
        let share = distance > 0 ? min(1, max(1e-4, doubt / distance)) : 1
        return try covariance * (1 - share) + Operators.identity(.integer(width), .element(.float64)) * (share * ball)
    }

    /// The squared distance of each text to its nearest class. O(texts × classes × width).
    public func distances(_ vectors: Matrix) throws -> [Float] {
        guard vectors.rows > 0 else { return [] }
        return try inference {
            let points = try Tensor(vectors.values, shape: [vectors.rows, vectors.columns], on: means.device)
            let white = try points.matmul(whitening)
            let squares = try (white * white).sum(1, keepingAxes: true)
            let centres = try (means * means).sum(1)
            let products = try white.matmul(means.transposed(0, 1))
            return try (squares + centres - products * 2).smallest(1).array(of: Float.self)
        }
    }

    /// Sets the threshold so that a given share of texts that are of a class is turned away.
    ///
    /// - Parameters:
    ///   - distances: of held-out texts of the classes.
    ///   - share: the price in [0, 1).
    public mutating func turnAway(_ share: Double, of distances: [Float]) {
        precondition(share >= 0 && share < 1, "ScopeDetector.turnAway: share must be in [0, 1)")
        let sorted = distances.sorted()
        guard !sorted.isEmpty else { return }
        threshold = Double(sorted[min(sorted.count - 1, Int((1 - share) * Double(sorted.count)))])
    }
}
