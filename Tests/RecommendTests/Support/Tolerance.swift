import Commerce
import Testing

/// Expects equal counts, and each pair to differ by at most `absolute + relative × |expected|`.
func expectClose(
    _ actual: [Float], _ expected: [Double], absolute: Double = 1e-6, relative: Double = 1e-5,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    guard actual.count == expected.count else {
        Issue.record("\(actual.count) numbers, expected \(expected.count)", sourceLocation: sourceLocation)
        return
    }
    for (place, (left, right)) in zip(actual, expected).enumerated() {
        let close = abs(Double(left) - right) <= absolute + relative * abs(right)
        #expect(close, "at \(place): \(left), expected \(right)", sourceLocation: sourceLocation)
    }
}

/// Expects one of our own errors, with a message, rather than any error at all.
func expectFailure(
    _ body: () throws -> Void, sourceLocation: SourceLocation = #_sourceLocation
) {
    do {
        try body()
        Issue.record("expected a failure", sourceLocation: sourceLocation)
    } catch let failure as any Failure {
        #expect(!failure.message.isEmpty && !failure.code.isEmpty, sourceLocation: sourceLocation)
    } catch {
        Issue.record("expected a Failure, got \(error)", sourceLocation: sourceLocation)
    }
}
