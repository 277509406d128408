public import Linear

/// What can be saved among the arrays of a model, and comes back to the last bit.
public protocol ArrayStorable {
    /// Puts arrays and text into the bundle, under names that start with `name`.
    func store(into bundle: inout ArrayBundle, as name: String)

    /// - Throws: ``ExploreError`` `saved` or `LinearError` when an array is missing, of another shape, or holds what no
    ///   such value could.
    init(from bundle: ArrayBundle, as name: String) throws
}

extension ArrayBundle {
    /// The numbers of one array.
    ///
    /// - Throws: ``ExploreError`` `saved` when there are not `count`, or one is not finite.
    func finiteDoubles(_ name: String, count: Int? = nil) throws -> [Double] {
        let values = try doubles(name)
        if let count, values.count != count {
            throw ExploreError(
                code: "saved", message: "array '\(name)' must hold \(count) numbers; it has \(values.count)")
        }
        guard values.allSatisfy(\.isFinite) else {
            throw ExploreError(code: "saved", message: "array '\(name)' holds a number that is not finite")
        }
        return values
    }

    func require(_ holds: Bool, _ name: String, _ rule: String) throws {
        guard holds else { throw ExploreError(code: "saved", message: "'\(name)' \(rule)") }
    }
}
