public import Commerce

/// A shape, element type, file or device that a tensor operation cannot work with.
///
/// Codes: `tensor.refused` (libtorch refused the arguments), `tensor.shape`, `tensor.element`, `tensor.memory`,
/// `tensor.operator` (this libtorch lacks an operator), `tensor.device`, `tensor.internal`; `weights...` and
/// `checkpoint...` for files; `training...` for what goes wrong in training.
public struct TensorError: Failure {
    public let code: String
    public let message: String
    public let remedy: String?
    public let cause: (any Error)?

    public init(code: String, message: String, remedy: String? = nil, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.cause = cause
    }

    /// Checks a hyperparameter.
    ///
    /// - Throws: code `parameter`, with a message such as "Dropout.probability must be in [0, 1); got 1.0".
    static func check(_ holds: Bool, _ parameter: String, _ rule: String, got value: some Any) throws {
        guard holds else {
            throw TensorError(code: "parameter", message: "\(parameter) must be \(rule); got \(value)")
        }
    }
}
