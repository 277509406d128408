import Commerce
import Testing

@testable import Simulator

@Suite("There is something to learn, and more than popularity knows")
struct SignalTests {
    @Test("Leaving the last item out, co-occurrence and true tastes both beat popularity, and none is perfect")
    func canBeLearned() throws {
        var hits = Hits()
        for run in try Run.small.get() { hits.add(Hits(of: run, at: 10)) }
        #expect(hits.questions > 400)
        #expect(hits.rate(\.coOccurrence) > 1.4 * hits.rate(\.popularity), "\(hits)")
        #expect(hits.rate(\.oracle) > 1.5 * hits.rate(\.popularity), "\(hits)")
        // Chance has its part: even who knows the tastes misses often.
        #expect(hits.rate(\.oracle) < 0.8, "\(hits)")
    }

    @Test("The best list for each shopper is worth far more than the best list for all", arguments: [1, 2] as [UInt64])
    func hasHeadroom(seed: UInt64) throws {
        let shop = try Shop(smallShop, seed: seed)
        let time = shop.configuration.start + .days(3) + .hours(18)
        let items = (0..<Int32(shop.catalogue.count)).filter { shop.catalogue.isOnSale($0, day: 3) }
        // [shoppers, items], at the first position of the home feed.
        let rewards = (0..<40 as Range<Int32>).map { row in
            let shopper = shop.shopper(row)
            return items.map { shop.expectedReward(of: $0, to: shopper, at: time, position: 1, surface: .home) }
        }
        let shoppers = Double(rewards.count)
        let means = items.indices.map { item in rewards.reduce(0) { $0 + $1[item] } / shoppers }
        func top(_ values: [Double]) -> Double { values.sorted(by: >).prefix(10).reduce(0, +) / 10 }
        let personal = rewards.map(top).reduce(0, +) / shoppers
        let common = top(means)
        let random = means.reduce(0, +) / Double(means.count)
        #expect(personal > 1.5 * common, "personal \(personal), common \(common)")
        #expect(common > 1.5 * random, "common \(common), random \(random)")
    }
}

/// Hits at a cut-off in a leave-last-out test over distinct clicked items, history filtered.
private struct Hits {
    var questions = 0
    var popularity = 0
    var coOccurrence = 0
    var oracle = 0

    init() {}

    init(of run: Run, at cutoff: Int) {
        let shop = run.shop
        var histories = [[Int32]](repeating: [], count: shop.configuration.shoppers)
        for event in run.events where event.kind == .click {
            guard let item = event.item, !histories[Int(event.person)].contains(item) else { continue }
            histories[Int(event.person)].append(item)
        }
        let size = shop.catalogue.count
        var counts = [Double](repeating: 0, count: size)
        var together = [[Double]](repeating: counts, count: size)
        for history in histories where history.count >= 5 {
            for item in history.dropLast() { counts[Int(item)] += 1 }
            for a in history.dropLast() {
                for b in history.dropLast() where a != b { together[Int(a)][Int(b)] += 1 }
            }
        }
        for (person, history) in histories.enumerated() where history.count >= 5 {
            guard let target = history.last else { continue }
            let known = history.dropLast()
            let interests = run.shoppers[person].interests
            func isHit(_ score: (Int) -> Double) -> Int {
                let best = score(Int(target))
                // Ties count against: a model that says nothing must hit nothing.
                let above = (0..<size).count {
                    $0 != Int(target) && !known.contains(Int32($0)) && score($0) >= best
                }
                return above < cutoff ? 1 : 0
            }
            var similar = [Double](repeating: 0, count: size)
            for seen in known {
                for item in 0..<size where together[Int(seen)][item] > 0 {
                    similar[item] += together[Int(seen)][item] / (counts[Int(seen)] * counts[item]).squareRoot()
                }
            }
            let affinities = shop.catalogue.truths.map {
                shop.configuration.behaviour.click.match * shop.match(of: $0, with: interests)
                    + shop.configuration.behaviour.click.appeal * Double($0.appeal)
            }
            questions += 1
            popularity += isHit { counts[$0] }
            coOccurrence += isHit { similar[$0] }
            oracle += isHit { affinities[$0] }
        }
    }

    mutating func add(_ other: Hits) {
        questions += other.questions
        popularity += other.popularity
        coOccurrence += other.coOccurrence
        oracle += other.oracle
    }

    func rate(_ part: KeyPath<Hits, Int>) -> Double { Double(self[keyPath: part]) / Double(questions) }
}
