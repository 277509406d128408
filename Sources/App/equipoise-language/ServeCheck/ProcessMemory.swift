import Engine
import Foundation

/// What Linux says that this process holds.
enum ProcessMemory {
    /// - Throws: ``EngineError`` `memory.unknown` where `/proc` does not tell.
    static func now() throws -> ServeReport.Memory {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        func bytes(_ name: String) throws -> Int {
            let line = status.split(separator: "\n").first { $0.hasPrefix("\(name):") }
            guard let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) })
            else { throw EngineError(code: "memory.unknown", message: "/proc/self/status has no line \(name)") }
            return kilobytes << 10
        }
        return .init(residentBytes: try bytes("VmRSS"), peakBytes: try bytes("VmHWM"))
    }
}
