import Foundation
import Synchronization
import Testing

/// What clients that try as fast as they can have come to.
private final class Load: Sendable {
    let acknowledged = Mutex<[String]>([])
    let isOver = Mutex(false)
}

@Suite("Operating a shop at the command line", .serialized)
struct OperationTests {
    private static func event(_ id: String, shopper: String = "ada") -> String {
        #"{"id":"\#(id)","kind":"click","time":"\#(Date.now.ISO8601Format())","shopper":"\#(shopper)","item":"i1"}"#
    }

    /// Lets four clients post events and ask for lists as fast as they can while `body` runs.
    ///
    /// - Returns: the events that were acknowledged, in order.
    private static func underLoad(
        _ client: ServerClient, _ body: (_ acknowledged: @Sendable () -> Int) async throws -> Void
    ) async throws -> [String] {
        let load = Load()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<4 {
                group.addTask {
                    for turn in 0..<100_000 where !load.isOver.withLock({ $0 }) {
                        let row = event("\(number)-\(turn)", shopper: "u\(number)")
                        do {
                            _ = try await client.post("/v1/events", row)
                            load.acknowledged.withLock { $0.append(row) }
                            _ = try await client.post("/v1/decisions", #"{"surface":"home","shopper":"u\#(number)"}"#)
                        } catch {
                            // The server stops, as it was told.
                            return
                        }
                    }
                }
            }
            let deadline = ContinuousClock.now + .seconds(60)
            while load.acknowledged.withLock({ $0.count }) < 20, .now < deadline {
                try await Task.sleep(for: .milliseconds(10))
            }
            defer { load.isOver.withLock { $0 = true } }
            try await body { load.acknowledged.withLock { $0.count } }
        }
        return load.acknowledged.withLock { $0 }
    }

    private static func serve(_ shop: String, options: [String] = [], environment: [String: String] = [:]) async throws
        -> ServerProcess
    {
        let server = try ServerProcess(shop, options: options, environment: environment)
        _ = try await server.client.post("/v1/items", #"[{"id":"i1","title":"x"},{"id":"i2","title":"y"}]"#)
        return server
    }

    @Test("an erasure leaves the server its ledger, also when another process opens and closes it afterwards")
    func erasureBesideOthers() async throws {
        let folder = try TemporaryFolder()
        let shop = folder.path("shop")
        let server = try await Self.serve(shop)
        _ = try await server.client.post("/v1/events", Self.event("before"))
        #expect(try await server.client.send("DELETE", "/v1/shoppers/ada").status == 200)
        // The last to close a ledger takes its log away: it must not find itself alone.
        _ = try CommandRunner.run(["doctor", "--data", shop])
        #expect(FileManager.default.fileExists(atPath: shop + "/shop.sqlite-shm"))
        let counts = try await server.client.post("/v1/events", Self.event("after", shopper: "bob"))["counts"]
        #expect((counts as? [String: Int])?["added"] == 1)
        #expect(server.stop() == 0)
        #expect(try CommandRunner.run(["doctor", "--data", shop]).status == 0)
    }

    @Test("a backup under load has everything that was acknowledged before it, is sound, and is laid out again whole")
    func backup() async throws {
        let folder = try TemporaryFolder()
        let (shop, copy, restored) = (folder.path("shop"), folder.path("backups/one"), folder.path("restored"))
        let log = try folder.file(
            "log.csv",
            "kind,time,user_id,item_id\n"
                + (0..<200).map {
                    "click,2026-03-01T00:\(String(format: "%02d", $0 % 60)):00Z,u\($0 % 20),i\($0 % 7)\n"
                }.joined())
        #expect(try CommandRunner.run(["import", log, "--preset", "csv", "--data", shop]).status == 0)
        #expect(try CommandRunner.run(["train", "--data", shop, "--models", "popularity"]).status == 0)
        let server = try await Self.serve(shop)
        var before = 0
        let rows = try await Self.underLoad(server.client) { acknowledged in
            before = acknowledged()
            let made = try CommandRunner.run(["backup", "--data", shop, "--to", copy, "--json"])
            #expect(made.status == 0, "\(made.errors)")
            #expect(made.output.contains(#""snapshots":["#) && !made.output.contains(#""snapshots":[]"#))
            // Beside a server that writes.
            let doctor = try CommandRunner.run(["doctor", "--data", shop, "--json"])
            #expect(doctor.status == 0, "\(doctor.output)")
            #expect(doctor.output.contains(#""process":"#))
        }
        #expect(server.stop() == 0)
        #expect(before >= 20)
        let sums = Process()
        sums.executableURL = URL(filePath: "/usr/bin/env")
        sums.arguments = ["sha256sum", "--quiet", "-c", "SHA256SUMS"]
        sums.currentDirectoryURL = URL(filePath: copy)
        try sums.run()
        sums.waitUntilExit()
        #expect(sums.terminationStatus == 0)
        #expect(
            try CommandRunner.run(["backup", "--data", shop, "--to", copy]).errors.contains("there is something at"))
        #expect(
            try CommandRunner.run(["restore", "--from", copy, "--data", shop]).errors.contains("is not an empty folder")
        )
        #expect(try CommandRunner.run(["restore", "--from", copy, "--data", restored]).status == 0)
        let doctor = try CommandRunner.run(["doctor", "--data", restored])
        #expect(doctor.status == 0, "\(doctor.output)")
        let names = try [shop, restored].map { try CommandRunner.run(["pseudonym", "ada", "--data", $0]).output }
        #expect(names[0] == names[1] && !names[0].isEmpty)
        let again = try ServerProcess(restored)
        let known = rows.prefix(before).joined(separator: "\n")
        #expect(try await again.client.post("/v1/events", known)["counts"] as? [String: Int] == ["known": before])
        #expect(again.stop() == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("backups")) == ["one"])
    }

    @Test("SIGTERM under load: what was acknowledged is there, and the server ends with 0")
    func terminated() async throws {
        let folder = try TemporaryFolder()
        let shop = folder.path("shop")
        let server = try await Self.serve(shop)
        var status: Int32 = -1
        let rows = try await Self.underLoad(server.client) { _ in status = server.stop() }
        #expect(status == 0)
        let again = try ServerProcess(shop)
        let counts = try await again.client.post("/v1/events", rows.joined(separator: "\n"))["counts"]
        #expect(counts as? [String: Int] == ["known": rows.count])
        #expect(again.stop() == 0)
    }

    @Test("hostile bodies are refused in bounded memory")
    func memory() async throws {
        let folder = try TemporaryFolder()
        let server = try await Self.serve(folder.path("shop"))
        let before = try server.peakMemory
        let path = folder.path("bomb.gz")
        let packing = Process()
        packing.executableURL = URL(filePath: "/bin/sh")
        packing.arguments = ["-c", "head -c 100000000 /dev/zero | tr '\\000' '\\n' | gzip > '\(path)'"]
        try packing.run()
        packing.waitUntilExit()
        let bomb = try Data(contentsOf: URL(filePath: path))
        let deep = Data(String(repeating: "[", count: 100_000).utf8)
        let client = server.client
        await withTaskGroup(of: Void.self) { group in
            for megabytes in [10, 10, 10, 100] {
                group.addTask {
                    // Who goes on sending after the answer may lose it with the connection.
                    let large = try? await client.send(
                        "POST", "/v1/events", Data(count: megabytes << 20))
                    #expect(large == nil || large?.status == 413)
                    let packed = try? await client.send("POST", "/v1/events", bomb)
                    #expect(packed?.status == 413)
                    let nested = try? await client.send("POST", "/v1/events", deep)
                    #expect(nested?.status == 400)
                }
            }
        }
        #expect(try await server.client.send("GET", "/livez").status == 200)
        // Four bodies of 8 MiB at a time, and what reading them takes.
        #expect(try server.peakMemory - before < 250 << 20)
        #expect(server.stop() == 0)
    }

    @Test("no secret, query, body or name of a person is ever in the log, and every line of it is JSON")
    func log() async throws {
        let folder = try TemporaryFolder()
        let shop = folder.path("shop")
        let key = try CommandRunner.run(["keys", "make", "backend", "--role", "admin", "--data", shop]).output
            .trimmingCharacters(in: .newlines)
        let server = try ServerProcess(
            shop, environment: ["EQUIPOISE_LOG_LEVEL": "debug", "EQUIPOISE_LOG_FORMAT": "json"])
        let (secret, person, visitor) = ("s3cr3t-token", "person-4711", "visitor-0815")
        let auth = ["Authorization": "Bearer \(key)"]
        func send(_ method: String, _ path: String, _ body: String? = nil, _ headers: [String: String]) async throws {
            _ = try await server.client.send(method, path, body.map { Data($0.utf8) }, headers: headers)
        }
        try await send("POST", "/v1/items", #"{"id":"i1","title":"\#(secret)"}"#, auth)
        try await send("POST", "/v1/events?preset=\(secret)", Self.event("e", shopper: person), auth)
        try await send("POST", "/v1/events", Self.event(secret, shopper: person) + "\n{\"kind\":\"\(person)\"}", auth)
        let ask = #"{"surface":"home","shopper":"\#(person)","visitor":"\#(visitor)","context":{"\#(secret)":1}}"#
        try await send("POST", "/v1/decisions", ask, auth)
        try await send("POST", "/v1/decisions", #"{"surface":"home","visitor":"\#(visitor)"}"#, auth)
        for path in [
            "/v1/shoppers/\(person)", "/v1/items/\(person)", "/v1/decisions/\(person)", "/\(secret)/\(person)",
            "/console/decisions/\(person)?lang=\(secret)",
        ] {
            for method in ["GET", "DELETE", "PUT"] { try await send(method, path, nil, auth) }
        }
        for header in ["Authorization", "Cookie", "X-Forwarded-For", "User-Agent", "Referer"] {
            try await send("GET", "/v1/status?key=\(secret)", nil, [header: "Bearer eqp_\(secret) equipoise=\(secret)"])
        }
        try await send("POST", "/console/login", "key=\(secret)&name=\(person)", [:])
        try await send("POST", "/v1/decisions", "{\"\(secret)\": \(person)", auth)
        #expect(server.stop() == 0)
        let text = try server.errors
        for word in [secret, person, visitor, key, String(key.dropFirst(4))] {
            #expect(!text.contains(word), "\(word)")
        }
        let lines = try text.split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
        }
        let requests = lines.filter { $0["message"] as? String == "request" }
        #expect(requests.count > 20)
        #expect(requests.allSatisfy { $0["route"] is String && $0["milliseconds"] is Double && $0["status"] is Int })
        let pseudonym = try CommandRunner.run(["pseudonym", person, "--data", shop]).output
            .trimmingCharacters(in: .newlines)
        let told = requests.filter { $0["person"] as? String == pseudonym }
        // A list was asked for once, the profile and the erasure once each.
        #expect(
            pseudonym.count == 16
                && Set(told.compactMap { $0["route"] as? String }) == ["/v1/decisions", "/v1/shoppers/{id}"])
        #expect(told.allSatisfy { $0["key"] as? String == "backend" })
    }

    @Test("keys that are made and removed beside a running server are noticed, and the ledger says who did it")
    func keys() async throws {
        let folder = try TemporaryFolder()
        let shop = folder.path("shop")
        let server = try ServerProcess(shop)
        #expect(try await server.client.send("GET", "/v1/status").status == 200)
        let made = try CommandRunner.run(["keys", "make", "backend", "--role", "admin", "--data", shop])
        let key = ["Authorization": "Bearer " + made.output.trimmingCharacters(in: .newlines)]
        try await Task.sleep(for: .milliseconds(1200))
        // The first key closes the door that stood open.
        #expect(try await server.client.send("GET", "/v1/status").status == 401)
        #expect(try await server.client.send("GET", "/v1/status", headers: key).status == 200)
        let changes = try await server.client.send("GET", "/v1/changes?subject=keys", headers: key).data
        let told = String(decoding: changes, as: UTF8.self)
        #expect(told.contains("made") && told.contains("backend") && told.contains(NSUserName()), "\(told)")
        #expect(try CommandRunner.run(["keys", "remove", "backend", "--data", shop]).status == 0)
        try await Task.sleep(for: .milliseconds(1200))
        #expect(try await server.client.send("GET", "/v1/status", headers: key).status == 401)
        #expect(server.stop() == 0)
        let open = try CommandRunner.run(["serve", "--port", "0"])
        #expect(open.status == 1 && open.errors.contains("there is no shop to serve"))
    }

    @Test("settings come from the file, over it from the environment, over that from the command line")
    func settings() async throws {
        let folder = try TemporaryFolder()
        let printed = try CommandRunner.run(["serve", "--print-config"])
        let whole = try folder.file("whole.yaml", printed.output)
        let file = try folder.file(
            "own.yaml", "server:\n  port: 1\ndials:\n  policy: greedy\n  familiarity: 0.3\nlog:\n  level: notice\n")
        let server = try ServerProcess(
            folder.path("shop"), options: ["--config", file],
            environment: ["EQUIPOISE_SERVER_PORT": "2", "EQUIPOISE_DIALS_FAMILIARITY": "0.5"])
        let dials = try await server.client.send("GET", "/v1/dials").data
        let told = try #require(try JSONSerialization.jsonObject(with: dials) as? [String: Any])
        #expect(told["policy"] as? String == "greedy" && told["familiarity"] as? Double == 0.5)
        #expect(server.stop() == 0)
        let plain = try ServerProcess(folder.path("other"), options: ["--config", whole])
        #expect(plain.stop() == 0)
        let bad = try folder.file("bad.yaml", "server:\n  prot: 1\n")
        let refused = try CommandRunner.run(["serve", "--config", bad, "--data", folder.path("shop")])
        #expect(refused.status == 1 && refused.errors.contains("bad.yaml:2: there is no setting 'server.prot'"))
    }

    @Test("doctor finds keys that others can read, and settings that it cannot")
    func doctor() throws {
        let folder = try TemporaryFolder()
        let shop = folder.path("shop")
        let log = try folder.file("log.csv", "kind,time,user_id,item_id\nclick,2026-03-01,u,i\n")
        #expect(try CommandRunner.run(["import", log, "--preset", "csv", "--data", shop]).status == 0)
        #expect(try CommandRunner.run(["keys", "make", "a", "--role", "admin", "--data", shop]).status == 0)
        #expect(try CommandRunner.run(["doctor", "--data", shop]).status == 0)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644], ofItemAtPath: folder.path("shop/keys.json"))
        let open = try CommandRunner.run(["doctor", "--data", shop])
        #expect(open.status == 1 && open.output.contains("chmod 600"), "\(open.output)")
    }
}
