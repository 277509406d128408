import CKernels

/// A matrix in whole numbers of eight bits with a scale for each output, laid out for being multiplied by many vectors.
///
/// Each output's weights are rounded symmetrically, `w = scale code` with codes in -127...127; each vector by its own range
/// when it comes, `x = scale' (code' - zero)` with codes in 0...255, so that what is skewed (as behind a GELU) loses
/// nothing on its empty side. Their product is a sum of whole numbers:
/// ```
/// y[o] = scale' scale[o] Σ (code'[i] - zero) code[o, i]  +  bias[o]
/// ```
/// Results are the same, to the last bit, on every machine, alone and in any batch.
///
/// Source: Jacob et al., "Quantization and training of neural networks for efficient integer-arithmetic-only inference"
/// (CVPR 2018), section 2, with ranges of vectors taken at run time.
public struct ByteMatrix: Sendable {
    public let outputs: Int
    public let inputs: Int
    /// By output.
    public let scales: [Float]
    /// See `eq_bytes_pack`. In elements of a register, so that loads do not cross lines of the cache.
    private let panels: [SIMD16<Int32>]

    /// More could overflow the sums.
    public static let mostInputs = 65_536

    /// - Parameters:
    ///   - codes: [outputs, inputs], row by row, in -127...127.
    ///   - bias: [outputs], or empty for none.
    /// - Precondition: counts agree, and there are 1 to ``mostInputs`` inputs.
    public init(codes: [Int8], scales: [Float], bias: [Float] = []) {
        precondition(!scales.isEmpty && codes.count.isMultiple(of: scales.count), "ByteMatrix: counts do not agree")
        precondition(bias.isEmpty || bias.count == scales.count, "ByteMatrix.bias must be as long as the scales")
        let (outputs, inputs) = (scales.count, codes.count / scales.count)
        precondition((1...Self.mostInputs).contains(inputs), "ByteMatrix: inputs must be in 1...\(Self.mostInputs)")
        self.scales = scales
        let register = MemoryLayout<SIMD16<Int32>>.size
        var panels = [SIMD16<Int32>](
            repeating: .zero, count: (eq_bytes_size(outputs, inputs) + register - 1) / register)
        unsafe panels.withUnsafeMutableBytes { target in
            unsafe bias.withUnsafeBufferPointer { bias in
                unsafe eq_bytes_pack(
                    codes, scales, bias.isEmpty ? nil : bias.baseAddress, outputs, inputs, target.baseAddress)
            }
        }
        self.panels = panels
        (self.outputs, self.inputs) = (outputs, inputs)
    }

    /// Codes and scales of rows of numbers: `scale = max |w| / 127`, each number to the nearest code, halves to even.
    ///
    /// - Parameter rows: of one length, one after the other.
    public static func rounded(_ values: [Float], rows: Int) -> (codes: [Int8], scales: [Float]) {
        precondition(rows > 0 && values.count.isMultiple(of: rows), "ByteMatrix.rounded: rows must divide the numbers")
        let width = values.count / rows
        var (codes, scales): ([Int8], [Float]) = ([], [])
        codes.reserveCapacity(values.count)
        for row in 0..<rows {
            let numbers = values[row * width..<(row + 1) * width]
            let largest = numbers.reduce(0) { max($0, abs($1)) }
            let scale = largest / 127
            scales.append(scale)
            // A row of zeros, or of numbers too small to be divided by.
            let inverse = scale.isNormal ? 1 / scale : 0
            for number in numbers {
                codes.append(Int8(max(-127, min(127, (number * inverse).rounded(.toNearestOrEven)))))
            }
        }
        return (codes, scales)
    }

    /// Products with `rows` vectors that follow one another, on the calling thread: [rows, inputs] to [rows, outputs].
    ///
    /// O(rows × inputs × outputs). A vector with a number that is not finite gives results that are not numbers.
    public func multiply(
        _ vectors: UnsafePointer<Float>, rows: Int, into products: UnsafeMutablePointer<Float>
    ) {
        let width = eq_bytes_width(inputs)
        // Few enough that their codes stay in the cache while all outputs are gone through.
        let most = max(1, min(rows, (1 << 20) / width))
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: most * width) { codes in
            unsafe withUnsafeTemporaryAllocation(of: eq_bytes_scale.self, capacity: most) { ranges in
                unsafe panels.withUnsafeBytes { panels in
                    for start in stride(from: 0, to: rows, by: most) {
                        let count = min(most, rows - start)
                        unsafe eq_bytes_round(
                            vectors + start * inputs, count, inputs, codes.baseAddress, ranges.baseAddress)
                        unsafe eq_bytes_products(
                            eq_bytes_best(), codes.baseAddress, ranges.baseAddress, count, inputs, panels.baseAddress,
                            outputs, products + start * outputs, outputs)
                    }
                }
            }
        }
    }
}
