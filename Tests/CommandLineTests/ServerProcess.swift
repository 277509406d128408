import Foundation
import FoundationNetworking
import Testing

/// What can be asked of a server.
struct ServerClient: Sendable {
    let port: Int

    func get(_ path: String) async throws -> [String: Any] {
        try await send(URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(port)\(path)"))))
    }

    func post(_ path: String, _ body: String) async throws -> [String: Any] {
        var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(port)\(path)")))
        request.httpMethod = "POST"
        request.httpBody = Data(body.utf8)
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        return try await send(request)
    }

    private func send(_ request: URLRequest) async throws -> [String: Any] {
        let (data, response) = try await URLSession.shared.data(for: request)
        guard (response as? HTTPURLResponse)?.statusCode == 200 else { throw URLError(.badServerResponse) }
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }
}

/// `serve` as a process that can be killed.
final class ServerProcess {
    private let process = Process()
    let client: ServerClient

    init(_ shop: String) throws {
        let errors = Pipe()
        process.executableURL = CommandRunner.executable
        process.arguments = ["serve", "--data", shop, "--port", "0"]
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        var text = ""
        while !text.contains("\n"), case let data = errors.fileHandleForReading.availableData, !data.isEmpty {
            text += String(decoding: data, as: UTF8.self)
        }
        client = ServerClient(
            port: try #require(
                text.split(separator: "\n").first?.split(separator: ":").last.flatMap { Int($0) }, "\(text)"))
    }

    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// - Returns: the exit status.
    func stop() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
