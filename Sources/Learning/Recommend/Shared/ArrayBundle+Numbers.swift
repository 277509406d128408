import Linear

extension ArrayBundle {
    /// - Throws: ``RecommendError`` `model.metadata` when the text under `key` is not a whole number.
    func integer(_ key: String) throws -> Int {
        guard let value = Int(try text(key)) else { throw Self.malformed(key, try text(key), "a whole number") }
        return value
    }

    /// - Throws: ``RecommendError`` `model.metadata` when the text under `key` is not a finite number.
    func number(_ key: String) throws -> Double {
        guard let value = Double(try text(key)), value.isFinite else {
            throw Self.malformed(key, try text(key), "a finite number")
        }
        return value
    }

    static func malformed(_ key: String, _ value: String, _ rule: String) -> RecommendError {
        RecommendError(
            code: "model.metadata", message: "saved '\(key)' must be \(rule); got '\(value)'",
            remedy: "train the model again")
    }
}
