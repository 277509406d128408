public import Commerce

/// A configuration that describes no shop, or a log that cannot be written.
public struct SimulatorError: Failure {
    /// Stable: `simulator.configuration`, `simulator.unwritable`.
    public let code: String
    /// Names the parameter, the rule and the value, or the file.
    public let message: String
    /// What to do about it.
    public let remedy: String?
    /// The system's own error, where there is one.
    public let cause: (any Error)?

    /// An error of this module.
    public init(code: String, message: String, remedy: String? = nil, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.cause = cause
    }
}

/// One rule about a parameter: throws an error that names the parameter, the rule and the value when it is broken.
func require<Value>(
    _ value: Value, _ parameter: String, _ rule: String, remedy: String? = nil, holds: (Value) -> Bool
) throws {
    guard holds(value) else {
        throw SimulatorError(
            code: "simulator.configuration", message: "\(parameter) must be \(rule); got \(value)", remedy: remedy)
    }
}
