import Commerce
import Engine

/// Settings by the kind of their values.
extension SettingsMember {
    static func whole(
        _ name: String, _ meaning: String, _ range: ClosedRange<Int>,
        _ place: any WritableKeyPath<Settings, Int> & Sendable
    ) -> SettingsMember {
        SettingsMember(name: name, meaning: meaning, rule: .whole(range), read: { .whole($0[keyPath: place]) }) {
            if case .whole(let number) = $1 { $0[keyPath: place] = number }
        }
    }

    /// From one a minute to a million a second.
    static func rate(
        _ name: String, _ meaning: String, _ place: any WritableKeyPath<Settings, Double> & Sendable
    ) -> SettingsMember {
        SettingsMember(
            name: name, meaning: meaning, rule: .number(0.01...1_000_000), read: { .number($0[keyPath: place]) }
        ) {
            if case .number(let number) = $1 { $0[keyPath: place] = number }
        }
    }

    /// In seconds.
    static func duration(
        _ name: String, _ meaning: String, _ range: ClosedRange<Int>,
        _ place: any WritableKeyPath<Settings, Duration> & Sendable
    ) -> SettingsMember {
        SettingsMember(
            name: name, meaning: meaning, rule: .whole(range),
            read: { .whole(Int($0[keyPath: place].components.seconds)) }
        ) {
            if case .whole(let seconds) = $1 { $0[keyPath: place] = .seconds(seconds) }
        }
    }

    static func text(
        _ name: String, _ meaning: String, _ place: any WritableKeyPath<Settings, String> & Sendable
    ) -> SettingsMember {
        SettingsMember(name: name, meaning: meaning, rule: .text, read: { .text($0[keyPath: place]) }) {
            if case .text(let text) = $1 { $0[keyPath: place] = text }
        }
    }

    static func texts(
        _ name: String, _ meaning: String, _ place: any WritableKeyPath<Settings, [String]> & Sendable
    ) -> SettingsMember {
        SettingsMember(name: name, meaning: meaning, rule: .texts, read: { .texts($0[keyPath: place]) }) {
            if case .texts(let texts) = $1 { $0[keyPath: place] = texts }
        }
    }

    static func choice<Word: RawRepresentable & CaseIterable & Sendable>(
        _ name: String, _ meaning: String, _ place: any WritableKeyPath<Settings, Word> & Sendable
    ) -> SettingsMember where Word.RawValue == String {
        SettingsMember(
            name: name, meaning: meaning, rule: .choice(Word.allCases.map(\.rawValue)),
            read: { .text($0[keyPath: place].rawValue) }
        ) {
            if case .text(let text) = $1, let word = Word(rawValue: text) { $0[keyPath: place] = word }
        }
    }

    /// One of the dials of consistency, which are checked together.
    static func dial(
        _ name: String, _ meaning: String, _ range: ClosedRange<Double>,
        _ change: @escaping @Sendable (Double) -> ConsistencyChange, read: @escaping @Sendable (Settings) -> Double
    ) -> SettingsMember {
        SettingsMember(name: name, meaning: meaning, rule: .number(range), read: { .number(read($0)) }) {
            if case .number(let number) = $1 { try change(number).apply(to: &$0.live.dials) }
        }
    }
}

/// One dial of consistency, with the others as they are.
struct ConsistencyChange {
    var familiarity: Double?
    var shared: Double?
    var windowSeconds: Double?

    func apply(to dials: inout LiveDials) throws {
        let old = dials.consistency
        dials.consistency = try ConsistencyDials(
            familiarity: familiarity ?? old.familiarity, shared: shared ?? old.shared,
            windowSeconds: windowSeconds ?? old.windowSeconds)
    }
}
