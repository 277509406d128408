import Foundation
import FoundationNetworking
import Synchronization
import Testing

/// What a server said that it has.
private final class Acknowledged: Sendable {
    let state = Mutex<(events: [String], decisions: Set<String>)>(([], []))
}

@Suite("Serving at the command line", .serialized)
struct ServeTests {
    @Test(
        "killed under load, a server has every acknowledged event and decision when it is started again, and none twice"
    )
    func killed() async throws {
        let folder = try TemporaryFolder()
        let shop = folder.path("shop")
        var server = try ServerProcess(shop)
        let items = (0..<20).map { #"{"id":"i\#($0)","title":"x","stock":5}"# }.joined(separator: "\n")
        _ = try await server.client.post("/v1/items", items)
        let acknowledged = Acknowledged()
        for round in 0..<3 {
            let running = server.client
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<4 {
                    group.addTask {
                        for turn in 0..<10_000 {
                            do {
                                let id = "e\(round)-\(number)-\(turn)"
                                let time = Date.now.ISO8601Format()
                                let row =
                                    #"{"id":"\#(id)","kind":"click","time":"\#(time)","shopper":"u\#(number)","item":"i1"}"#
                                _ = try await running.post("/v1/events", row)
                                acknowledged.state.withLock { $0.events.append(row) }
                                let answer = try await running.post(
                                    "/v1/decisions", #"{"surface":"home","shopper":"u\#(number)","count":3}"#)
                                guard let decision = answer["id"] as? String else { return }
                                acknowledged.state.withLock { _ = $0.decisions.insert(decision) }
                            } catch {
                                // The server is gone, as it should be.
                                return
                            }
                        }
                    }
                }
                // In the midst of it, however slow the machine is.
                let deadline = ContinuousClock.now + .seconds(120)
                while acknowledged.state.withLock({ $0.events.count }) < 15 * (round + 1), .now < deadline {
                    try? await Task.sleep(for: .milliseconds(10))
                }
                server.kill()
            }
            server = try ServerProcess(shop)
        }
        let known = acknowledged.state.withLock { $0 }
        // Delivered again, every acknowledged event is there already.
        let counts = try await server.client.post("/v1/events", known.events.joined(separator: "\n"))["counts"]
        #expect(counts as? [String: Int] == ["known": known.events.count])
        #expect(server.stop() == 0)
        #expect(known.events.count >= 45 && known.decisions.count > 20)
        let exported = try CommandRunner.run(["export", shop])
        let stored = exported.output.split(separator: "\n").compactMap { line in
            let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return (object?["decision"] as? [String: Any])?["id"] as? String
        }
        #expect(Set(stored).count == stored.count)
        #expect(known.decisions.isSubset(of: stored))
        let doctor = try CommandRunner.run(["doctor", "--data", shop, "--json"])
        #expect(doctor.status == 0, "\(doctor.errors)")
    }

    @Test("one shop is served once, and nothing is imported meanwhile")
    func alone() async throws {
        let folder = try TemporaryFolder()
        let shop = folder.path("shop")
        let server = try ServerProcess(shop)
        let second = try CommandRunner.run(["serve", "--data", shop, "--port", "0"])
        #expect(second.status == 1)
        #expect(second.errors.contains("another process"))
        let file = try folder.file("events.csv", "kind,time,user_id,item_id\nclick,2026-03-01,u,i\n")
        let imported = try CommandRunner.run(["import", file, "--preset", "csv", "--data", shop])
        #expect(imported.status == 1 && imported.errors.contains("another process"))
        #expect(server.stop() == 0)
        #expect(try CommandRunner.run(["import", file, "--preset", "csv", "--data", shop]).status == 0)
    }

    @Test("keys are told once, listed without their secret, and removed")
    func keys() throws {
        let folder = try TemporaryFolder()
        let shop = folder.path("shop")
        let made = try CommandRunner.run(["keys", "make", "backend", "--role", "ingest", "--data", shop])
        #expect(made.status == 0 && made.output.hasPrefix("eqp_"))
        let key = made.output.trimmingCharacters(in: .newlines)
        #expect(try CommandRunner.run(["keys", "make", "backend", "--role", "admin", "--data", shop]).status == 1)
        #expect(try CommandRunner.run(["keys", "make", "x", "--role", "king", "--data", shop]).status != 0)
        let list = try CommandRunner.run(["keys", "list", "--data", shop])
        #expect(list.output.contains("backend  ingest") && !list.output.contains(key))
        #expect(try CommandRunner.run(["keys", "remove", "backend", "--data", shop]).status == 0)
        #expect(try CommandRunner.run(["keys", "remove", "backend", "--data", shop]).status == 1)
        let open = try CommandRunner.run(["serve", "--data", shop, "--host", "0.0.0.0", "--port", "0"])
        #expect(open.status == 1 && open.errors.contains("keys make"))
    }
}
