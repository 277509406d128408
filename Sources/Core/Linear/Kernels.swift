import CKernels

/// Inner loops over short vectors, compiled for several instruction sets (see `CKernels`).
///
/// For code that holds pointers already and calls them millions of times; results may differ in the last bits
/// between kinds of processor, never between runs or numbers of cores on one kind.
public enum Kernels {
    /// The sum of `x[i] * y[i]` over `count` numbers.
    public static func dot(_ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, count: Int) -> Float {
        unsafe eq_dot(x, y, count)
    }

    /// `y[i] += scale * x[i]` for `count` numbers.
    public static func add(
        _ scale: Float, times x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int
    ) {
        unsafe eq_add_scaled(scale, x, y, count)
    }

    /// Adds weighted residuals of a linear model, row by row: over the entries `e` of row `r` of a sparse matrix, with
    /// `t` the row of `table` that the entry's column names,
    /// ```
    /// out[r] += (target + weights[e] (target - t . x[r])) t
    /// ```
    /// O(entries × width).
    ///
    /// - Parameters:
    ///   - table: rows of `width` floats, as many as the sparse matrix has columns.
    ///   - offsets: `rows + 1` places in `indices` and `weights`.
    ///   - x: `rows` vectors of `width` floats, one after the other; `out` likewise.
    public static func addWeightedResiduals(
        table: UnsafePointer<Float>, width: Int, offsets: UnsafePointer<Int>, indices: UnsafePointer<Int32>,
        weights: UnsafePointer<Float>, rows: Int, target: Float, x: UnsafePointer<Float>,
        out: UnsafeMutablePointer<Float>
    ) {
        unsafe offsets.withMemoryRebound(to: Int64.self, capacity: rows + 1) { offsets in
            unsafe eq_add_weighted_residuals(table, width, offsets, indices, weights, rows, target, x, out)
        }
    }

    /// One step of stochastic gradient ascent on `log sigmoid(u . (i - j) + offset)` with weight decay:
    /// ```
    /// g = sigmoid(-(u . (i - j) + offset))
    /// u += rate (g (i - j) - decay u);  i += rate (g u - decay i);  j += rate (-g u - decay j)
    /// ```
    /// where the right-hand sides hold the old vectors. Returns `g`. The three vectors must not overlap.
    public static func pairwiseStep(
        _ u: UnsafeMutablePointer<Float>, _ i: UnsafeMutablePointer<Float>, _ j: UnsafeMutablePointer<Float>,
        count: Int, offset: Float, rate: Float, decay: Float
    ) -> Float {
        unsafe eq_pairwise_step(u, i, j, count, offset, rate, decay)
    }
}
