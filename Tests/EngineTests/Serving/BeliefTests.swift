import Commerce
import Explore
import Foundation
import Ledger
import Testing

@testable import Engine

@Suite("What was believed of items")
struct BeliefTests {
    private static let start = Timestamp(seconds: 1_760_000_000)

    private static func withFolder(_ body: (ShopFolder, HandClock) async throws -> Void) async throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "beliefs-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: url) }
        try await body(ShopFolder(url), HandClock(start))
    }

    private static func open(_ folder: ShopFolder, _ clock: HandClock) async throws -> LiveShop {
        var settings = try LiveSettings()
        settings.dials.policy = try PolicyChoice("uniform")
        return try await LiveShop.open(folder, settings: settings, time: clock, seed: 1, trainer: NoTrainer())
    }

    /// Lists of three of three items; `good` is clicked in each, the others never.
    private static func serve(_ shop: LiveShop, _ clock: HandClock, lists: Int) async throws {
        for number in 0..<lists {
            let decision = try await shop.decide(
                DecisionAsk(surface: .home, shopper: ShopperID("s\(number % 50)"), count: 3))
            _ = try await shop.post([
                Event(
                    .click, at: clock.now(), shopper: ShopperID("s\(number % 50)"), item: "good", decision: decision.id)
            ])
            clock.advance(.seconds(30))
            try await shop.turn()
            try await shop.keepBeliefs()
        }
    }

    @Test("are written down as answers come, ever more rarely, are what lists are ranked by, and outlive the process")
    func overTime() async throws {
        try await Self.withFolder { folder, clock in
            var shop = try await Self.open(folder, clock)
            _ = try await shop.post(["good", "poor", "dull"].map { Item(id: $0, stock: 5) })
            #expect(try await shop.beliefs(of: "none") == nil)
            let before = try #require(try await shop.beliefs(of: "good"))
            #expect(before.count == 1 && before[0].answers == 0 && before[0].mean == 0 && before[0].deviation > 0)
            #expect(await shop.mostAnswered(count: 5).isEmpty)

            try await Self.serve(shop, clock, lists: 200)
            let good = try #require(try await shop.beliefs(of: "good"))
            let poor = try #require(try await shop.beliefs(of: "poor"))
            // 200 answers: ln(200) / ln(1.25) = 24 entries at most but for those of the first few answers.
            #expect((10...28).contains(good.count), "\(good.count)")
            for points in [good, poor] {
                #expect(zip(points, points.dropFirst()).allSatisfy { $0.time < $1.time && $0.answers <= $1.answers })
                #expect(points[points.count - 1].deviation < points[0].deviation)
            }
            let (last, bad) = (good[good.count - 1], poor[poor.count - 1])
            #expect(last.mean > bad.mean)
            #expect(last.interval.lowerBound < last.mean && last.mean < last.interval.upperBound)
            let effect = await shop.desk.ranker.effect(
                of: try #require(await shop.desk.decider.items.items.row(of: "good")))
            #expect(last.mean == effect.mean && last.deviation == effect.variance.squareRoot())
            let most = await shop.mostAnswered(count: 2)
            #expect(most.count == 2 && most[0].belief.answers >= most[1].belief.answers && most[0].item == "good")

            try await shop.close()
            shop = try await Self.open(folder, clock)
            let kept = try shop.ledger.beliefs(of: "good")
            #expect(kept.count >= good.count - 1)
            // Nothing that was written down is written again.
            try await shop.keepBeliefs()
            #expect(try shop.ledger.beliefs(of: "good") == kept)
            try await shop.close()
        }
    }

    @Test("the difference of two figures has an interval that holds both ways, and none where one has none")
    func difference() throws {
        let a = SnapshotDetail.Measure(value: 0.2, interval: 0.17...0.24)
        let b = SnapshotDetail.Measure(value: 0.3, interval: 0.26...0.33)
        let up = b.difference(from: a)
        let interval = try #require(up.interval)
        // By hand: lower 0.1 - sqrt(0.04^2 + 0.04^2), upper 0.1 + sqrt(0.03^2 + 0.03^2).
        #expect(abs(up.value - 0.1) < 1e-12)
        #expect(abs(interval.lowerBound - (0.1 - 0.04 * 2.squareRoot())) < 1e-12)
        #expect(abs(interval.upperBound - (0.1 + 0.03 * 2.squareRoot())) < 1e-12)
        let down = try #require(a.difference(from: b).interval)
        #expect(
            abs(down.lowerBound + interval.upperBound) < 1e-12 && abs(down.upperBound + interval.lowerBound) < 1e-12)
        #expect(SnapshotDetail.Measure(value: 1).difference(from: a).interval == nil)
    }
}
