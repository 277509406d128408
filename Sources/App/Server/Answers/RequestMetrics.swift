import Synchronization

/// Counts requests and how long they took, for Prometheus.
final class RequestMetrics: Sendable {
    private struct Key: Hashable {
        var shop: String?
        var endpoint: String
        var method: String
        var status: Int

        var labels: String {
            "shop=\"\(shop ?? "")\",endpoint=\"\(endpoint)\",method=\"\(method)\",status=\"\(status)\""
        }
    }

    private struct Series {
        var buckets = [Int](repeating: 0, count: RequestMetrics.bounds.count)
        var count = 0
        var seconds = 0.0
    }

    /// Upper bounds of the histogram's buckets, in seconds.
    static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]

    private let series = Mutex<[Key: Series]>([:])
    /// By where they were sent to.
    private let unknownKeys = Mutex<[String: Int]>(["api": 0, "console": 0])

    /// - Parameter shop: that was asked; nothing for what asks none, such as a probe.
    func count(shop: String?, endpoint: String, method: String, status: Int, seconds: Double) {
        let key = Key(shop: shop, endpoint: endpoint, method: method, status: status)
        series.withLock { series in
            var own = series[key] ?? Series()
            own.count += 1
            own.seconds += seconds
            for (place, bound) in Self.bounds.enumerated() where seconds <= bound { own.buckets[place] += 1 }
            series[key] = own
        }
    }

    /// - Parameter door: `api` or `console`.
    func countUnknownKey(at door: String) { unknownKeys.withLock { $0[door, default: 0] += 1 } }

    /// What asked one shop, and what asked none, in the text format of Prometheus.
    func text(of shop: String) -> String {
        let name = "equipoise_http_request_seconds"
        var lines = [
            "# HELP \(name) Time to answer a request.", "# TYPE \(name) histogram",
        ]
        let sorted = series.withLock { $0.filter { ($0.key.shop ?? shop) == shop } }.sorted {
            $0.key.labels < $1.key.labels
        }
        for (key, own) in sorted {
            let labels = key.labels
            for (place, bound) in Self.bounds.enumerated() {
                lines.append("\(name)_bucket{\(labels),le=\"\(bound)\"} \(own.buckets[place])")
            }
            lines.append("\(name)_bucket{\(labels),le=\"+Inf\"} \(own.count)")
            lines.append("\(name)_sum{\(labels)} \(own.seconds)")
            lines.append("\(name)_count{\(labels)} \(own.count)")
        }
        let unknown = "equipoise_unknown_keys_total"
        lines += ["# HELP \(unknown) Keys that no shop of this server knows.", "# TYPE \(unknown) counter"]
        lines += unknownKeys.withLock { $0 }.sorted { $0.key < $1.key }
            .map { "\(unknown){door=\"\($0.key)\"} \($0.value)" }
        return lines.joined(separator: "\n") + "\n"
    }
}
