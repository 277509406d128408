import Commerce
import Foundation
import Synchronization
import Testing

@testable import Server

@Suite("How often somebody may ask", .serialized)
struct RateLimitTests {
    @Test("a bucket gives its burst at once, then its rate, and never more than its burst again")
    func buckets() {
        let buckets = TokenBuckets(.init(perSecond: 2, burst: 3))
        let start = ContinuousClock.now
        func taken(_ count: Int, _ name: String, at seconds: Double) -> [Bool] {
            (0..<count).map { _ in buckets.take(name, at: start + .seconds(seconds)) == nil }
        }
        #expect(taken(4, "a", at: 0) == [true, true, true, false])
        #expect(taken(1, "b", at: 0) == [true])
        #expect(buckets.take("a", at: start + .seconds(0.25)) == .seconds(0.25))
        #expect(taken(2, "a", at: 0.5) == [true, false])
        #expect(taken(4, "a", at: 1000) == [true, true, true, false])
        #expect(buckets.wait("a", at: start + .seconds(1000)) == .seconds(0.5))
        // A clock that runs backwards gives nothing.
        #expect(taken(1, "a", at: 999) == [false])
    }

    @Test("over any time no more is given than the burst and the rate allow, for seeds 0 to 99", arguments: 0..<100)
    func law(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let rate = RequestLimits.Rate(
            perSecond: Double.random(in: 0.1...50, using: &random), burst: Int.random(in: 1...20, using: &random))
        let buckets = TokenBuckets(rate)
        let start = ContinuousClock.now
        var (time, given) = (0.0, 0)
        for _ in 0..<500 {
            time += Double.random(in: 0...0.2, using: &random)
            if buckets.take("x", at: start + .seconds(time)) == nil { given += 1 }
            #expect(Double(given) <= Double(rate.burst) + rate.perSecond * time + 1e-6)
        }
        // Who waits as long as was said gets in.
        while let wait = buckets.take("x", at: start + .seconds(time)) { time += wait / .seconds(1) + 1e-6 }
    }

    @Test("however many names come, few are remembered, and the one in use is among them")
    func bounded() {
        let buckets = TokenBuckets(.init(perSecond: 0.001, burst: 5), most: 100)
        let start = ContinuousClock.now
        for _ in 0..<5 { _ = buckets.take("busy", at: start) }
        for number in 0..<10_000 {
            _ = buckets.take("\(number)", at: start)
            if number % 50 == 0 { #expect(buckets.take("busy", at: start) != nil) }
        }
        #expect(buckets.count <= 200)
    }

    private static func settings(_ change: (inout ServerSettings) -> Void) -> ServerSettings {
        var settings = ServerSettings(log: LogSettings(level: .critical))
        change(&settings)
        return settings
    }

    @Test("a key that asks too often is told when to come again; others, and the probes, are not held up")
    func perKey() async throws {
        let made = Mutex<[String]>([])
        try await ServedShop.with(
            keys: { ring in
                for name in ["one", "two"] {
                    let key = try ring.make(name, role: .operate, at: SystemTime().now())
                    made.withLock { $0.append(key) }
                }
            }, settings: Self.settings { $0.limits.keyRate = .init(perSecond: 0.5, burst: 3) }
        ) { served in
            let keys = made.withLock { $0 }
            for _ in 0..<3 { #expect(try await served.send("GET", "/v1/status", key: keys[0]).status == 200) }
            let refused = try await served.send("GET", "/v1/status", key: keys[0])
            #expect(refused.status == 429 && refused.json["type"] as? String == "urn:equipoise:problem:key.rate")
            #expect(refused.headers["retry-after"].flatMap { Int($0) }.map { (1...2).contains($0) } == true)
            #expect(refused.headers["content-type"] == "application/problem+json")
            #expect(try await served.send("GET", "/v1/status", key: keys[1]).status == 200)
            for path in ["/livez", "/readyz", "/v1/openapi.json"] {
                #expect(try await served.send("GET", path, key: keys[0]).status == 200)
            }
            let document = try await served.send("GET", "/v1/openapi.json").text
            #expect(document.contains("key.rate"))
        }
    }

    @Test(
        "unknown keys are held up by address, at the API and at the console's door; a known key comes in all the same")
    func unknownKeys() async throws {
        let made = Mutex("")
        try await ServedShop.with(
            keys: { ring in
                let key = try ring.make("operator", role: .operate, at: SystemTime().now())
                made.withLock { $0 = key }
            }, settings: Self.settings { $0.limits.unknownKeyRate = .init(perSecond: 0.01, burst: 2) }
        ) { served in
            let key = made.withLock { $0 }
            func status(_ key: String?, from address: String? = nil) async throws -> Int {
                try await served.send(
                    "GET", "/v1/status", key: key, headers: address.map { ["X-Forwarded-For": "9.9.9.9, \($0)"] } ?? [:]
                ).status
            }
            var found: [Int] = []
            for _ in 0..<3 { found.append(try await status("eqp_wrong")) }
            #expect(found == [401, 401, 429])
            #expect(try await status(key) == 200)
            // No key is no guess.
            #expect(try await status(nil) == 401)
            // Behind the proxy every sender has a measure of its own, told by what the proxy itself saw.
            #expect(try await status("eqp_wrong", from: "192.0.2.1") == 401)
            let door = try await served.send("POST", "/console/login", "key=\(key)")
            #expect(door.status == 429)
            for (expected, address) in [(401, "192.0.2.7"), (401, "192.0.2.7"), (429, "192.0.2.7"), (401, "192.0.2.8")]
            {
                let answer = try await served.send(
                    "POST", "/console/login", "key=wrong", headers: ["X-Forwarded-For": address])
                #expect(answer.status == expected)
            }
            let metrics = try await served.send("GET", "/metrics", key: key).text
            #expect(metrics.contains(#"equipoise_unknown_keys_total{door="api"} 4"#), "\(metrics)")
            #expect(metrics.contains(#"equipoise_unknown_keys_total{door="console"} 3"#))
        }
    }
}
