import Foundation
import Testing

/// A disk of its own that is soon full: only root can make one.
private final class SmallDisk {
    let folder: URL

    static var canBeMade: Bool { (try? SmallDisk(megabytes: 1)) != nil }

    init(megabytes: Int) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "disk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        guard geteuid() == 0, try Self.run(["mount", "-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", folder.path])
        else {
            try FileManager.default.removeItem(at: folder)
            throw CocoaError(.fileWriteNoPermission)
        }
    }

    deinit {
        _ = try? Self.run(["umount", "-l", folder.path])
        try? FileManager.default.removeItem(at: folder)
    }

    private static func run(_ arguments: [String]) throws -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    /// Takes all the room that is left.
    func fill() throws -> URL {
        let file = folder.appending(path: "filler")
        try Data().write(to: file)
        let handle = try FileHandle(forWritingTo: file)
        for size in [1 << 20, 1 << 16, 1 << 12, 1] {
            while (try? handle.write(contentsOf: Data(count: size))) != nil {}
        }
        try handle.close()
        return file
    }
}

@Suite("A full disk", .serialized, .enabled(if: SmallDisk.canBeMade, "only root can mount a small disk"))
struct FullDiskTests {
    private static func event(_ id: String) -> String {
        #"{"id":"\#(id)","kind":"click","time":"\#(Date.now.ISO8601Format())","shopper":"ada","item":"i1"}"#
    }

    @Test("answers 507, is not ready, loses nothing that was acknowledged, and goes on when there is room")
    func recovers() async throws {
        let disk = try SmallDisk(megabytes: 24)
        let shop = disk.folder.appending(path: "shop").path
        let server = try ServerProcess(shop)
        _ = try await server.client.post("/v1/items", #"{"id":"i1","title":"x"}"#)
        let ask = Data(#"{"surface":"home","shopper":"ada"}"#.utf8)
        _ = try await server.client.post("/v1/decisions", #"{"surface":"home","shopper":"ada"}"#)
        _ = try await server.client.post("/v1/events", Self.event("before"))
        let filler = try disk.fill()
        var (acknowledged, refused) = (["before"], 0)
        for number in 0..<200 where refused < 5 {
            let rows = (0..<200).map { Self.event("\(number)-\($0)") }
            let answer = try await server.client.send("POST", "/v1/events", Data(rows.joined(separator: "\n").utf8))
            #expect([200, 507].contains(answer.status), "\(String(decoding: answer.data, as: UTF8.self))")
            if answer.status == 200 {
                acknowledged += (0..<200).map { "\(number)-\($0)" }
            } else {
                refused += 1
                #expect(String(decoding: answer.data, as: UTF8.self).contains("urn:equipoise:problem:ledger.full"))
            }
        }
        #expect(refused == 5)
        // A list that cannot be written down is not shown; one may still fit in what the log of the ledger left.
        for _ in 0..<20 {
            let status = try await server.client.send("POST", "/v1/decisions", ask).status
            #expect([200, 507].contains(status))
        }
        #expect(try await server.client.send("GET", "/livez").status == 200)
        #expect(try await Self.waits(until: 503, of: server.client))
        try FileManager.default.removeItem(at: filler)
        #expect(try await Self.waits(until: 200, of: server.client))
        _ = try await server.client.post("/v1/events", Self.event("after"))
        _ = try await server.client.post("/v1/decisions", #"{"surface":"home","shopper":"ada"}"#)
        let rows = (acknowledged + ["after"]).map(Self.event).joined(separator: "\n")
        let counts = try await server.client.post("/v1/events", rows)["counts"] as? [String: Int]
        // The moments differ, the ids do not: all of them are there.
        #expect((counts?["known"] ?? 0) + (counts?["contradicted"] ?? 0) == acknowledged.count + 1, "\(counts ?? [:])")
        #expect(server.stop() == 0)
        let doctor = try CommandRunner.run(["doctor", "--data", shop, "--json"])
        #expect(!doctor.output.contains("is damaged") && doctor.output.contains(#""events":"#), "\(doctor.output)")
    }

    /// Whether the server comes to say this of its being ready.
    private static func waits(until status: Int, of client: ServerClient) async throws -> Bool {
        for _ in 0..<150 {
            if try await client.send("GET", "/readyz").status == status { return true }
            try await Task.sleep(for: .milliseconds(100))
        }
        return false
    }
}
