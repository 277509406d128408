import Foundation
import Linear
import Testing

/// Runs only where a Python with the `safetensors` package is found: the one that `EQUIPOISE_PYTHON` names, or
/// `python3` on the search path. Elsewhere the suite is listed as skipped.
@Suite("Safetensors against Python's library", .enabled(if: Python.hasSafetensors, "no Python with safetensors found"))
struct SafetensorsPythonTests {
    @Test func pythonReadsWhatWeWrite() throws {
        try withTemporaryFile { path in
            try SafetensorsTests.sample.safetensors().write(to: path)
            let output = try Python.run(
                """
                import sys
                from safetensors import safe_open
                sys.stdout.reconfigure(encoding="utf-8")
                with safe_open(sys.argv[1], framework="numpy") as file:
                    print(sorted(file.metadata().items()))
                    for name in sorted(file.keys()):
                        array = file.get_tensor(name)
                        print(name, array.dtype, array.shape, array.tobytes().hex() or "empty")
                """, path.path)
            #expect(
                output == """
                    [('empty', ''), ('model', 'als'), ('标题', '口红 "红"\\n\\\\ /')]
                    codes/a int32 (3,) 0000008000000000ffffff7f
                    factors float32 (2, 3) 00000000000000800000c03f0000807fe6b161ff01000000
                    nothing float32 (0,) empty
                    scalar float32 () 0000e040
                    times int64 (3,) 00000000000000800000000000000000ffffffffffffff7f
                    weights float64 (2, 2) 0000000000000080182d4454fb210940ffffffffffffef7f0100000000000000

                    """)
        }
    }

    @Test func weReadWhatPythonWrites() throws {
        try withTemporaryFile { path in
            _ = try Python.run(
                """
                import sys
                import numpy as np
                from safetensors.numpy import save_file
                save_file({
                    "factors": np.arange(6, dtype=np.float32).reshape(2, 3) / 4,
                    "rows": np.array([-1, 5], dtype=np.int32),
                    "times": np.array([[2**40]], dtype=np.int64),
                    "weights": np.array([[0.1, -2.5]]),
                    "nothing": np.zeros((3, 0), dtype=np.float32),
                }, sys.argv[1], metadata={"名": "值"})
                """, path.path)
            var expected = ArrayBundle(
                entries: [
                    "times": .init(shape: [1, 1], values: .int64([1 << 40])),
                    "weights": .init(shape: [1, 2], values: .float64([0.1, -2.5])),
                    "nothing": .init(shape: [3, 0], values: .float32([])),
                ], metadata: ["名": "值"])
            expected.store(Matrix(rows: 2, columns: 3, values: [0, 0.25, 0.5, 0.75, 1, 1.25]), as: "factors")
            expected.store([Int32(-1), 5], as: "rows")
            #expect(try ArrayBundle(safetensors: Data(contentsOf: path)) == expected)
        }
    }

    private func withTemporaryFile(_ body: (URL) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).safetensors")
        defer { try? FileManager.default.removeItem(at: path) }
        try body(path)
    }
}

private enum Python {
    static let name = ProcessInfo.processInfo.environment["EQUIPOISE_PYTHON"] ?? "python3"
    static let hasSafetensors = (try? run("import safetensors.numpy, numpy")) != nil

    struct Failed: Error {
        let status: Int32
    }

    @discardableResult
    static func run(_ script: String, _ arguments: String...) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [name, "-c", script] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(status: process.terminationStatus) }
        return text
    }
}
