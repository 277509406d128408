import Commerce
import Explore
import Foundation
import OffPolicy
import Testing

@Suite("Writing dsjson")
struct DSJSONRoundTripTests {
    /// Names and words that need escaping, and numbers that are hard to write.
    private static let words = [
        "a", "price (€)", "\"quoted\"", "back\\slash", "line\nend", "汉字", "tab\t", "", "🙂", "a.b",
    ]
    private static let numbers: [Double] = [
        1, -0.1, 1e-300, .leastNonzeroMagnitude, 1.7976931348623157e308, 1 / 3, 123_456_789.125, 1e15, 1e16, 2e22,
    ]

    private static func namespace(_ generator: inout SeededGenerator) -> FeatureNamespace {
        let isNamed = Bool.random(using: &generator)
        let features = (0...Int.random(in: 0..<4, using: &generator)).map { place in
            let name = words[Int.random(in: 0..<words.count, using: &generator)] + String(place)
            return switch Int.random(in: 0..<3, using: &generator) {
            case 0: NamedFeature(name, .number(numbers[Int.random(in: 0..<numbers.count, using: &generator)]))
            case 1: NamedFeature(name, .text(words[Int.random(in: 0..<words.count, using: &generator)]))
            default: NamedFeature(name, .flag)
            }
        }
        return FeatureNamespace(
            isNamed ? "N" + words[Int.random(in: 0..<words.count, using: &generator)] : FeatureNamespace.unnamed,
            features)
    }

    /// Features outside any namespace are read in one stretch, before the others.
    private static func namespaces(_ generator: inout SeededGenerator) -> [FeatureNamespace] {
        let all = (0..<Int.random(in: 0..<4, using: &generator)).map { _ in namespace(&generator) }
        let isUnnamed: (FeatureNamespace) -> Bool = { $0.name == FeatureNamespace.unnamed }
        return Array(all.filter(isUnnamed).prefix(1)) + all.filter { !isUnnamed($0) }
    }

    private static func distribution(_ count: Int, _ generator: inout SeededGenerator) -> [Double] {
        let weights = (0..<count).map { _ in generator.unit() + 0.01 }
        return weights.map { $0 / weights.reduce(0, +) }
    }

    private static func time(_ generator: inout SeededGenerator) -> Timestamp? {
        Bool.random(using: &generator)
            ? nil : Timestamp(milliseconds: Int64.random(in: 0..<(1 << 42), using: &generator))
    }

    private static func choice(_ generator: inout SeededGenerator) -> LoggedChoice {
        let count = Int.random(in: 1..<6, using: &generator)
        let order = Array(0..<count).shuffled(using: &generator)
        let probabilities = distribution(count, &generator)
        let isFull = Bool.random(using: &generator)
        return LoggedChoice(
            label: ChoiceLabel(
                id: words[Int.random(in: 0..<words.count, using: &generator)], time: time(&generator), action: order[0],
                propensity: probabilities[0], reward: numbers[Int.random(in: 0..<numbers.count, using: &generator)],
                order: isFull ? order : [], probabilities: isFull ? probabilities : [],
                dropped: Bool.random(using: &generator) ? 0 : generator.unit(),
                isLearned: Bool.random(using: &generator)),
            shared: namespaces(&generator), actions: (0..<count).map { _ in namespaces(&generator) })
    }

    private static func page(_ generator: inout SeededGenerator) -> LoggedSlots {
        let count = Int.random(in: 2..<6, using: &generator)
        let order = Array(0..<count).shuffled(using: &generator)
        let slots = (0..<Int.random(in: 1...count, using: &generator)).map { place in
            LoggedSlot(
                id: Bool.random(using: &generator) ? nil : "slot \(place)", features: namespaces(&generator),
                order: Array(order[place...]), probabilities: distribution(count - place, &generator),
                reward: generator.unit())
        }
        return LoggedSlots(
            id: "page", time: time(&generator), shared: namespaces(&generator),
            actions: (0..<count).map { _ in namespaces(&generator) }, slots: slots)
    }

    @Test("what is read back equals what was written", arguments: 0..<4)
    func roundTrip(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var writer = DSJSONWriter()
        let entries = (0..<100).map { number -> DSJSONEntry in
            number % 3 == 0 ? .slots(Self.page(&generator)) : .choice(Self.choice(&generator))
        }
        var bytes: [UInt8] = []
        for entry in entries { bytes += try writer.line(entry) + [UInt8(ascii: "\n")] }
        let file = try LogFile(bytes)
        let read = try readAll(try DSJSONReader(path: file.path))
        try #require(read.count == entries.count)
        for (read, written) in zip(read, entries) { #expect(read == written) }
    }

    @Test("a name that the format keeps for itself, a missing action and a number that is none are refused")
    func refusals() throws {
        var writer = DSJSONWriter()
        func line(_ features: [NamedFeature], action: Int = 0, reward: Double = 0) throws {
            _ = try writer.line(
                .choice(
                    LoggedChoice(
                        label: ChoiceLabel(id: "e", action: action, propensity: 1, reward: reward),
                        actions: [[FeatureNamespace("N", features)]])))
        }
        try line([NamedFeature("x", .number(1))])
        #expect(throws: OffPolicyError.self) { try line([NamedFeature("_x", .number(1))]) }
        #expect(throws: OffPolicyError.self) { try line([NamedFeature("x", .number(.nan))]) }
        #expect(throws: OffPolicyError.self) { try line([], action: 1) }
        #expect(throws: OffPolicyError.self) { try line([], reward: .infinity) }
    }
}
