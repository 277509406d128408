import Foundation
import Tensor
import Testing

/// What `Tests/Oracles/tensor.py` wrote.
enum Fixture {
    static func file(_ name: String) throws -> WeightFile {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let folder = tests.appending(path: "Oracles/tensor")
        return try WeightFile(path: folder.appending(path: "\(name).safetensors").path)
    }
}

/// Equal shapes, and numbers that differ by rounding alone.
func expectEqual(
    _ found: Tensor, _ expected: Tensor, _ what: String, tolerance: Double = 2e-5,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    #expect(found.shape == expected.shape, "\(what)", sourceLocation: sourceLocation)
    #expect(found.element == expected.element, "\(what)", sourceLocation: sourceLocation)
    guard found.shape == expected.shape else { return }
    let pairs = zip(
        try found.converted(to: .float64).array(of: Double.self),
        try expected.converted(to: .float64).array(of: Double.self))
    for (place, (left, right)) in pairs.enumerated() {
        #expect(
            abs(left - right) <= tolerance * (1 + abs(right)), "\(what) at \(place): \(left), expected \(right)",
            sourceLocation: sourceLocation)
    }
}
