import Linear
import Testing

@Suite("Array bundles")
struct ArrayBundleTests {
    static let sparse = SparseMatrix(
        rows: 3, columns: 4, offsets: [0, 2, 2, 3], indices: [1, 3, 0], values: [1, 2, 3])

    @Test func matricesComeBack() throws {
        var bundle = ArrayBundle()
        let dense = Matrix(rows: 2, columns: 1, values: [1, 2])
        bundle.store(dense, as: "dense")
        bundle.store(Self.sparse, as: "sparse")
        #expect(try bundle.matrix("dense") == dense)
        #expect(try bundle.sparseMatrix("sparse") == Self.sparse)
    }

    @Test(
        "parts of a sparse matrix that do not fit together are refused",
        arguments: [
            ("offsets", [1, 2, 2, 3]), ("offsets", [0, 2, 1, 3]), ("offsets", [0, 2, 2, 2]), ("offsets", []),
        ] as [(String, [Int64])])
    func offsets(_ name: String, _ values: [Int64]) throws {
        var bundle = ArrayBundle()
        bundle.store(Self.sparse, as: "x")
        bundle.store(values, as: "x.\(name)")
        let error = try #require(throws: LinearError.self) { try bundle.sparseMatrix("x") }
        #expect(error.code == "arrays.sparse")
    }

    @Test(
        "columns out of range or out of order are refused",
        arguments: [[1, 4, 0], [-1, 3, 0], [3, 1, 0], [1, 1, 0], [1, 3]])
    func indices(_ values: [Int32]) throws {
        var bundle = ArrayBundle()
        bundle.store(Self.sparse, as: "x")
        bundle.store(values, as: "x.indices")
        let error = try #require(throws: LinearError.self) { try bundle.sparseMatrix("x") }
        #expect(error.code == "arrays.sparse")
    }

    @Test func missingAndMistypedArraysAreNamed() throws {
        var bundle = ArrayBundle()
        bundle.store([Int32(1)], as: "x")
        #expect(try #require(throws: LinearError.self) { try bundle.floats("y") }.message.contains("'y'"))
        #expect(try #require(throws: LinearError.self) { try bundle.floats("x") }.code == "arrays.type")
        #expect(try #require(throws: LinearError.self) { try bundle.matrix("x") }.code == "arrays.shape")
    }
}
