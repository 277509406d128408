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

    /// One step of the conjugate gradient method on `A x = b`, given the product `n = -A p`:
    /// ```
    /// a = squares / (-p . n);  x += a p;  r += a n;  p = r + (r . r / squares) p
    /// ```
    /// Returns the new `r . r`; where `A` is not positive along `p`, as at the solution, nothing changes.
    public static func conjugateStep(
        x: UnsafeMutablePointer<Float>, residual r: UnsafeMutablePointer<Float>,
        direction p: UnsafeMutablePointer<Float>, product n: UnsafePointer<Float>, count: Int, squares: Float
    ) -> Float {
        unsafe eq_conjugate_step(x, r, p, n, count, squares)
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

    /// Asks for the memory of some elements of a large array ahead of use, so that what is scattered is fetched all at
    /// once and not one after the other. A hint: it changes nothing but time. O(numbers).
    ///
    /// - Parameter numbers: places in the array; those that are none are passed over.
    public static func prefetch<Element>(_ numbers: [Int32], of elements: [Element]) {
        unsafe elements.withUnsafeBytes { bytes in
            unsafe numbers.withUnsafeBufferPointer { numbers in
                guard let base = bytes.baseAddress, let first = numbers.baseAddress else { return }
                unsafe eq_prefetch(
                    base, MemoryLayout<Element>.size, MemoryLayout<Element>.stride, elements.count, first,
                    numbers.count)
            }
        }
    }
}
