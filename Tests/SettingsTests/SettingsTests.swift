import Commerce
import Foundation
import Testing

@testable import Settings

@Suite("Settings")
struct SettingsTests {
    private static func read(
        _ text: String, environment: [String: String] = [:], options: [String: SettingsMember.Value] = [:]
    ) throws -> Settings {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(text.utf8).write(to: file)
        return try SettingsReader(file: file.path, environment: environment, options: options).settings()
    }

    private static func values(_ settings: Settings) -> [String: SettingsMember.Value] {
        Dictionary(uniqueKeysWithValues: SettingsMember.all.map { ($0.name, $0.read(settings)) })
    }

    @Test("the printed file reads back as the defaults, and so does one of comments alone")
    func defaults() throws {
        let plain = Self.values(try Settings())
        #expect(plain.count == SettingsMember.all.count && plain.count > 20)
        let text = SettingsText.commented(try Settings())
        #expect(Self.values(try Self.read(text)) == plain)
        for empty in ["", "# nothing\n", "server:\n#  port: 1\n", "---\n"] {
            #expect(Self.values(try Self.read(empty)) == plain, "\(empty)")
        }
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 120 })
    }

    /// A value of each setting that is not its default.
    private static func other(_ member: SettingsMember, _ value: SettingsMember.Value) -> SettingsMember.Value {
        switch (member.rule, value) {
        case (.whole(let range), .whole(let number)):
            .whole(number == range.lowerBound ? number + 1 : number - 1)
        case (.number(let range), .number(let number)):
            .number(number == range.upperBound ? number / 2 : number + (range.upperBound - number) / 4)
        case (.choice(let words), .text(let word)): .text(words.first { $0 != word } ?? word)
        case (.flag, .flag(let isTrue)): .flag(!isTrue)
        case (.text, _): .text(member.name == "dials.policy" ? "greedy" : "other")
        default: .texts(["http://localhost:3000", "https://shop.example"])
        }
    }

    @Test(
        "every setting is set by the file, over it by its variable, over that by its option",
        arguments: SettingsMember.all)
    func layers(_ member: SettingsMember) throws {
        let plain = try Settings()
        let first = Self.other(member, member.read(plain))
        let parts = member.name.split(separator: ".")
        let text = parts.count > 1 ? "\(parts[0]):\n  \(parts[1]): \(first)\n" : "\(member.name): \(first)\n"
        var expected = Self.values(plain)
        expected[member.name] = first
        #expect(first != member.read(plain))
        #expect(Self.values(try Self.read(text)) == expected)
        let second = member.read(plain)
        let word =
            switch second {
            case .texts(let texts): texts.joined(separator: ",")
            case .text(let text): text
            default: "\(second)"
            }
        // A list of nothing cannot be said in a variable.
        if !word.isEmpty {
            #expect(Self.values(try Self.read(text, environment: [member.variable: word])) == Self.values(plain))
        }
        let over = try Self.read(text, environment: [member.variable: word], options: [member.name: first])
        #expect(Self.values(over) == expected)
    }

    @Test(
        "what cannot hold is refused with its line, its name and what may stand there",
        arguments: [
            ("server:\n  prot: 1\n", "settings.unknown", ":2: there is no setting 'server.prot'", "host, port"),
            ("port: 1\n", "settings.unknown", ":1: there is no setting 'port'", "shops, server"),
            ("server.port: 1\n", "settings.unknown", ":1: there is no setting 'server.port'", "server"),
            ("server:\n  port:\n    number: 1\n", "settings.type", ":2: server.port must be a whole number", ""),
            (
                "server:\n  port: high\n", "settings.type",
                ":2: server.port must be a whole number from 0 to 65535; got 'high'", ""
            ),
            ("server:\n  port: 1.5\n", "settings.type", "got '1.5'", ""),
            ("server:\n\n  port: 70000\n", "settings.range", ":3: server.port must be", ""),
            ("learning:\n  candidateShare: .nan\n", "settings.range", "a number from 0 to 1; got '.nan'", ""),
            ("log:\n  level: loud\n", "settings.range", "one of critical, error, notice, debug; got 'loud'", ""),
            ("schedule:\n  trainEveryHours: 0.01\n", "settings.range", ":2: schedule.trainEveryHours", "leave it out"),
            ("dials:\n  policy: guess\n", "settings.range", ":2: dials.policy", ""),
            ("shops: shop\n", "settings.type", ":1: shops must be a list of texts; got 'shop'", ""),
            ("shops:\n  - a: 1\n", "settings.type", "a list holds something other than plain values", ""),
            ("server: 17\n", "settings.type", ":1: the settings must be names with values", ""),
            ("- server\n", "settings.type", ":1: the settings must be names with values", ""),
            ("server: [\n", "settings.yaml", ":2 is not YAML", ""),
            ("server:\n  port: 1\n  port: 2\n", "settings.yaml", "port", ""),
        ])
    func refused(_ text: String, _ code: String, _ message: String, _ remedy: String) {
        let error = #expect(throws: SettingsError.self) { try Self.read(text) }
        #expect(error?.code == code, "\(error?.message ?? "")")
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
        #expect(remedy.isEmpty || error?.remedy?.contains(remedy) == true, "\(error?.remedy ?? "")")
    }

    @Test("variables are checked like the file; those of other purposes are not ours")
    func environment() throws {
        func code(_ environment: [String: String]) -> String? {
            do {
                _ = try Self.read("", environment: environment)
                return nil
            } catch { return (error as? SettingsError)?.code }
        }
        #expect(code(["EQUIPOISE_SERVER_PROT": "1"]) == "settings.unknown")
        #expect(code(["EQUIPOISE_SERVER_PORT": "x"]) == "settings.type")
        #expect(code(["EQUIPOISE_SERVER_PORT": "-1"]) == "settings.range")
        #expect(code(["EQUIPOISE_PYTHON": "python"]) == nil)
        let missing = #expect(throws: SettingsError.self) {
            try SettingsReader(file: "/nowhere.yaml", environment: [:])
        }
        #expect(missing?.code == "settings.file" && missing?.message.contains("/nowhere.yaml") == true)
    }

    /// The root of the checkout.
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test("the file that lies in the project is the one that is printed")
    func committed() throws {
        let text = try String(contentsOf: Self.root.appending(path: "deploy/equipoise.yaml"), encoding: .utf8)
        #expect(try SettingsText.commented(Settings()) + "\n" == text)
    }

    @Test("the documentation names every setting with its variable, its default and what may stand there, and no other")
    func documented() throws {
        let text = try String(
            contentsOf: Self.root.appending(path: "docs/reference/configuration.md"), encoding: .utf8)
        let plain = try Settings()
        let rows = SettingsMember.all.map { member in
            "| `\(member.name)` | `\(member.read(plain))` | \(member.rule) | \(member.meaning) |"
        }
        let told = text.split(separator: "\n").filter { $0.hasPrefix("| `") }.map(String.init)
        #expect(told == rows, "\(rows.joined(separator: "\n"))")
    }
}
