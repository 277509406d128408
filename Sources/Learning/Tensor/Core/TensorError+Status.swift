import CTorch

extension TensorError {
    /// Throws what libtorch said, if a call failed.
    ///
    /// - Parameter place: the operation and what it was given; evaluated on failure alone.
    @inline(__always)
    static func check(_ status: ct_status, _ place: @autoclosure () -> String? = nil) throws {
        if status != CT_OK { throw TensorError(status, place()) }
    }

    private init(_ status: ct_status, _ place: String?) {
        let said = unsafe String(cString: ct_message())
        // The first line is for people; those after it are where in libtorch it happened.
        let reason = said.prefix { $0 != "\n" }
        let message = place.map { "\($0): \(reason)" } ?? String(reason)
        switch status {
        case CT_OUT_OF_MEMORY:
            self.init(
                code: "tensor.memory", message: "not enough memory for \(message)",
                remedy: "use smaller batches or a smaller model")
        case CT_REFUSED: self.init(code: "tensor.refused", message: message)
        case CT_UNKNOWN:
            self.init(
                code: "tensor.operator", message: message,
                remedy: "run scripts/setup: it installs the version of libtorch that this was written for")
        default: self.init(code: "tensor.internal", message: message)
        }
    }
}
