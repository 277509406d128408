/// Which way a stream moved.
public enum DriftDirection: String, Sendable, Hashable, Codable {
    case rise, fall
}

/// Watches a stream of numbers, such as reward less expected reward, for a change of its mean.
public protocol DriftDetector: Sendable, Codable {
    /// Takes one number; answers which way the mean moved when a change is found, and then starts afresh.
    ///
    /// - Throws: ``ExploreError`` `drift.value` when the number is not one that the detector can take; it is then as
    ///   it was.
    mutating func observe(_ value: Double) throws -> DriftDirection?
}
