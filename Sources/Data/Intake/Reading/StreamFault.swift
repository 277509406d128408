/// Why the bytes of a source stopped coming, before the reader adds the file and the line it had reached.
struct StreamFault: Error {
    var code: String
    /// A clause that follows the file's name: "cannot be opened: ...".
    var message: String
    var remedy: String
}

extension IntakeError {
    /// - Parameter line: the line that was being read, where reading had begun.
    init(_ fault: StreamFault, file: String, line: Int? = nil) {
        self.init(
            code: fault.code, message: "\(file) \(fault.message)" + (line.map { ", in line \($0)" } ?? ""),
            remedy: fault.remedy)
    }
}
