import Commerce
import Foundation
import Terminal

/// Whether a model can be served, and what serving it costs.
struct ServeReport: Encodable {
    /// One thing that must hold.
    struct Check: Encodable {
        enum Name: String, Encodable, CaseIterable {
            case loads, padding, weights, vectors, company, difference, empty, long, emoji, chinese
        }

        var name: Name
        var passed: Bool
        /// What was seen, of the checks that measure something.
        var measured: Double?
        var problem: String?
    }

    struct Model: Encodable {
        /// What it is for.
        var kind: String
        var family: String
        var parameters: Int
        /// Of its files of weights.
        var bytes: Int
        var width: Int
        var maximumTokens: Int
        var vocabulary: Int
    }

    struct Speed: Encodable {
        /// Without the start of the program.
        var secondsToLoad: Double
        /// Of one text at a time, in milliseconds.
        var latency: Latency
        /// Of many at a time.
        var textsPerSecond: Double
        var tokensPerText: Double
    }

    struct Memory: Encodable {
        var residentBytes: Int
        var peakBytes: Int
    }

    var folder: String
    var device: String
    var checks: [Check] = []
    /// Nothing of what does not load.
    var model: Model?
    var speed: Speed?
    var memory: Memory?

    var isServable: Bool { checks.allSatisfy(\.passed) }

    enum CodingKeys: String, CodingKey {
        case folder, device, servable, checks, model, speed, memory
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(folder, forKey: .folder)
        try container.encode(device, forKey: .device)
        try container.encode(isServable, forKey: .servable)
        try container.encode(checks, forKey: .checks)
        try container.encodeIfPresent(model, forKey: .model)
        try container.encodeIfPresent(speed, forKey: .speed)
        try container.encodeIfPresent(memory, forKey: .memory)
    }
}

/// How long answers took: half, 95 % and 99 % of them at most so long.
struct Latency: Encodable {
    var p50: Double
    var p95: Double
    var p99: Double

    /// By nearest rank.
    ///
    /// - Precondition: there are times.
    init(of times: [Double]) {
        let sorted = times.sorted()
        func percentile(_ share: Double) -> Double { sorted[Int((share * Double(sorted.count)).rounded(.up)) - 1] }
        (p50, p95, p99) = (percentile(0.5), percentile(0.95), percentile(0.99))
    }
}
