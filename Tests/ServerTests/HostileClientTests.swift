import Commerce
import Foundation
import FoundationNetworking
import Testing

@testable import Server

@Suite("Clients that mean no good, or are slow", .serialized)
struct HostileClientTests {
    private static func settings(_ change: (inout RequestLimits) -> Void = { _ in }) -> ServerSettings {
        var settings = ServerSettings(log: LogSettings(level: .critical))
        change(&settings.limits)
        return settings
    }

    private static func head(_ length: Int, of path: String = "/v1/events") -> String {
        "POST \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: \(length)\r\n\r\n"
    }

    private static func post(_ path: String, _ body: Data, to served: ServedShop) async throws -> (
        status: Int?, text: String
    ) {
        var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(served.port)\(path)")))
        request.httpMethod = "POST"
        request.httpBody = body
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        let (data, response) = try await URLSession.shared.data(for: request)
        return ((response as? HTTPURLResponse)?.statusCode, String(decoding: data, as: UTF8.self))
    }

    @Test("a body that comes a byte at a time keeps no connection open for longer than a request may take")
    func slowBody() async throws {
        try await ServedShop.with(
            settings: Self.settings {
                $0.requestSeconds = 1
                $0.idleSeconds = 30
            }
        ) { served in
            let connection = try RawConnection(port: served.port)
            connection.send(Self.head(1000))
            let start = ContinuousClock.now
            var isOpen = true
            while isOpen, ContinuousClock.now - start < .seconds(20) {
                isOpen = connection.send(" ")
                try await Task.sleep(for: .milliseconds(100))
            }
            #expect(!isOpen)
            #expect(try await served.send("GET", "/livez").status == 200)
        }
    }

    @Test(
        "half a header, and no word at all, keep a connection open no longer than an idle one",
        arguments: ["GET / HT", ""])
    func slowHeader(_ beginning: String) async throws {
        try await ServedShop.with(settings: Self.settings { $0.idleSeconds = 1 }) { served in
            let connection = try RawConnection(port: served.port)
            connection.send(beginning)
            #expect(connection.readToEnd(within: 90) != nil)
        }
    }

    @Test("an answer that nobody reads holds its connection no longer than a request may take")
    func slowReader() async throws {
        try await ServedShop.with(settings: Self.settings { $0.requestSeconds = 1 }) { served in
            let rows = (0..<5000).map { #"{"id":"i\#($0)","title":"\#(String(repeating: "x", count: 400))"}"# }
            // In parts: the second that a request may take holds for these too.
            for start in stride(from: 0, to: rows.count, by: 250) {
                _ = try await served.send("POST", "/v1/items", rows[start..<start + 250].joined(separator: "\n"))
            }
            let connection = try RawConnection(port: served.port)
            let ask = "GET /v1/items?limit=1000 HTTP/1.1\r\nHost: localhost\r\n\r\n"
            // More than the system keeps for somebody who does not read.
            for _ in 0..<40 where !connection.send(ask) { break }
            try await Task.sleep(for: .seconds(4))
            let text = try #require(connection.readToEnd(within: 90))
            #expect(text.matches(of: /HTTP\/1.1 200/).count < 40)
        }
    }

    @Test("five hundred connections that say nothing keep nobody else out, and are gone when their time is up")
    func halfOpen() async throws {
        try await ServedShop.with(settings: Self.settings { $0.idleSeconds = 3 }) { served in
            let connections = try (0..<500).map { _ in try RawConnection(port: served.port) }
            #expect(try await served.send("GET", "/livez").status == 200)
            for connection in connections { #expect(connection.readToEnd(within: 30) != nil) }
            #expect(try await served.send("GET", "/livez").status == 200)
        }
    }

    @Test("beyond the most connections others wait, and are answered when one is closed")
    func connections() async throws {
        try await ServedShop.with(settings: Self.settings { $0.connections = 4 }) { served in
            var held: [RawConnection] = try (0..<4).map { _ in try RawConnection(port: served.port) }
            // Accepted, each of them.
            for connection in held {
                connection.send("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n")
                #expect(connection.read(within: 10).hasPrefix("HTTP/1.1 200"))
            }
            let waiting = try RawConnection(port: served.port)
            waiting.send("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(waiting.read(within: 1).isEmpty)
            held.removeAll()
            #expect(waiting.read(within: 10).hasPrefix("HTTP/1.1 200"))
        }
    }

    @Test(
        "headers beyond the limit are refused and the connection closed",
        arguments: [
            "X: \(String(repeating: "x", count: 40_000))\r\n", String(repeating: "X-Y: z\r\n", count: 200),
            "Not a header\r\n", "X\u{0}: y\r\n",
        ])
    func headers(_ headers: String) async throws {
        try await ServedShop.with(settings: Self.settings()) { served in
            let connection = try RawConnection(port: served.port)
            connection.send("GET /livez HTTP/1.1\r\nHost: localhost\r\n\(headers)\r\n")
            let answer = try #require(connection.readToEnd(within: 90))
            #expect(answer.hasPrefix("HTTP/1.1 400") || answer.isEmpty, "\(answer)")
            #expect(try await served.send("GET", "/livez").status == 200)
        }
    }

    @Test("bodies of 10 and 100 MB are refused, told or not how long they are")
    func largeBodies() async throws {
        try await ServedShop.with(settings: Self.settings { $0.requestSeconds = 10 }) { served in
            let block = String(repeating: " ", count: 1 << 20)
            for (megabytes, isChunked) in [(10, false), (100, false), (10, true), (100, true)] {
                let connection = try RawConnection(port: served.port)
                if isChunked {
                    connection.send(
                        "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n")
                } else {
                    connection.send(Self.head(megabytes << 20))
                }
                for _ in 0..<megabytes where !connection.send(isChunked ? "100000\r\n\(block)\r\n" : block) { break }
                if isChunked { connection.send("0\r\n\r\n") }
                #expect(connection.read(within: 20).hasPrefix("HTTP/1.1 413"))
            }
        }
    }

    @Test("what gzip blows up is refused where it goes beyond the limit")
    func gzipBomb() async throws {
        try await ServedShop.with(settings: Self.settings { $0.unpackedBytes = 4 << 20 }) { served in
            for bomb in [try Self.packed(megabytes: 40, of: "\n"), try Self.packed(megabytes: 40, of: " ")] {
                #expect(bomb.count < 1 << 20)
                let answer = try await Self.post("/v1/events", bomb, to: served)
                #expect(answer.status == 413 && answer.text.contains("rows.unpacked"), "\(answer)")
            }
        }
    }

    /// By the program gzip, in memory that does not grow.
    private static func packed(megabytes: Int, of character: String) throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        let bytes = character == "\n" ? "'\\000' '\\n'" : "'\\000' ' '"
        process.arguments = ["-c", "head -c \(megabytes << 20) /dev/zero | tr \(bytes) | gzip"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        return output.fileHandleForReading.readDataToEndOfFile()
    }

    private static let bodies: [(path: String, body: Data, status: Int)] = [
        ("/v1/decisions", Data("{\"surface\":".utf8), 400),
        ("/v1/decisions", Data(String(repeating: "[", count: 60_000).utf8), 400),
        ("/v1/decisions", Data("{\"surface\":\"home\",\"count\":1e400}".utf8), 400),
        ("/v1/decisions", Data("{\"surface\":\"home\",\"count\":123456789012345678901234567890}".utf8), 422),
        ("/v1/decisions", data("{\"surface\":\"", [0xFF, 0xFE], "\"}"), 400),
        ("/v1/events", Data(String(repeating: "[", count: 100_000).utf8), 400),
        ("/v1/events", Data([0xFF, 0xFE, 0x00]), 400),
    ]

    private static func data(_ head: String, _ bytes: [UInt8], _ tail: String) -> Data {
        var data = Data(head.utf8)
        data.append(contentsOf: bytes)
        data.append(contentsOf: tail.utf8)
        return data
    }

    @Test("what is no JSON, too deep, too large a number or no UTF-8 is told so", arguments: bodies)
    func malformed(_ path: String, _ body: Data, _ status: Int) async throws {
        try await ServedShop.with(settings: Self.settings()) { served in
            let answer = try await Self.post(path, body, to: served)
            #expect(answer.status == status, "\(answer)")
        }
    }

    private static let rows: [Data] = [
        data(
            #"{"kind":"click","attributes":"#, [UInt8](repeating: UInt8(ascii: "["), count: 100_000),
            String(repeating: "]", count: 100_000) + "}"),
        Data(#"{"kind":"purchase","item":"i","shopper":"s","time":1e400}"#.utf8),
        data(#"{"kind":"click","item":""#, [0xC3, 0x28], #"","shopper":"s","time":"2026-03-01T00:00:00Z"}"#),
    ]

    @Test("a row that is too deep, has too large a number or is no UTF-8 is refused alone", arguments: rows)
    func malformedRow(_ row: Data) async throws {
        try await ServedShop.with(settings: Self.settings()) { served in
            let good = "\n{\"kind\":\"click\",\"item\":\"i\",\"shopper\":\"s\",\"time\":\"2026-03-01T00:00:00Z\"}\n"
            let answer = try await Self.post("/v1/events", row + Data(good.utf8), to: served)
            let counts = (try JSONSerialization.jsonObject(with: Data(answer.text.utf8)) as? [String: Any])?["counts"]
            #expect(counts as? [String: Int] == ["rejected": 1, "added": 1], "\(answer)")
        }
    }
}
