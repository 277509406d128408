import CKernels

/// Vectors laid out for being multiplied by others again and again: items that every shopper is scored against.
///
/// A product is one chain of multiply-adds in the order of the factors, so it comes out the same, to the last bit,
/// alone and in any batch. Costs as much memory as the vectors themselves.
public struct PackedVectors: Sendable, Hashable {
    /// Number of vectors.
    public let count: Int
    /// Numbers in each.
    public let width: Int
    /// Panels of 32 vectors, factor by factor; the last filled up with zeros.
    private let panels: [Float]
    /// What each product starts from, filled up likewise.
    private let bias: [Float]

    private static let panel = Int(EQ_PANEL)

    /// - Parameters:
    ///   - vectors: shape [count, width].
    ///   - bias: added to each vector's products, shape [count]; empty for none.
    public init(_ vectors: Matrix, bias: [Float] = []) {
        precondition(bias.isEmpty || bias.count == vectors.rows, "PackedVectors.bias must be as long as the vectors")
        count = vectors.rows
        width = vectors.columns
        let panelCount = (count + Self.panel - 1) / Self.panel
        var panels = [Float](repeating: 0, count: panelCount * Self.panel * width)
        for row in 0..<count {
            let start = row / Self.panel * Self.panel * width + row % Self.panel
            for (factor, value) in vectors[row: row].enumerated() { panels[start + factor * Self.panel] = value }
        }
        self.panels = panels
        self.bias = bias + [Float](repeating: 0, count: panelCount * Self.panel - bias.count)
    }

    /// `products[q, v] = bias[v] + queries[q] . vector[v]`. O(queries × count × width), on all cores.
    ///
    /// - Precondition: `queries` has shape [queries, width], `products` [queries, count].
    public func multiply(_ queries: Matrix, into products: inout Matrix) {
        precondition(
            queries.columns == width && products.rows == queries.rows && products.columns == count,
            "PackedVectors.multiply: shapes do not fit")
        guard queries.rows > 0 else { return }
        let (count, width) = (count, width)
        unsafe queries.values.withUnsafeBufferPointer { queryValues in
            unsafe products.values.withUnsafeMutableBufferPointer { buffer in
                unsafe panels.withUnsafeBufferPointer { panels in
                    unsafe bias.withUnsafeBufferPointer { bias in
                        // Pieces write disjoint columns.
                        nonisolated(unsafe) let (from, against, starts, to) = (
                            queryValues.baseAddress, panels.baseAddress, bias.baseAddress, buffer.baseAddress
                        )
                        Parallel.forEachChunk(of: count, chunk: 16 * Self.panel) { piece in
                            unsafe eq_products(
                                from, queries.rows, width, against?.advanced(by: piece.lowerBound * width),
                                starts?.advanced(by: piece.lowerBound), piece.count,
                                to?.advanced(by: piece.lowerBound), count)
                        }
                    }
                }
            }
        }
    }

    /// The same for `rows` queries that follow one another, on the calling thread alone: for callers that run in
    /// parallel themselves.
    public func multiply(
        _ queries: UnsafePointer<Float>, rows: Int, into products: UnsafeMutablePointer<Float>
    ) {
        unsafe panels.withUnsafeBufferPointer { panels in
            unsafe bias.withUnsafeBufferPointer { bias in
                unsafe eq_products(
                    queries, rows, width, panels.baseAddress, bias.baseAddress, count, products, count)
            }
        }
    }
}
