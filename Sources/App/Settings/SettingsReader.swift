import Commerce
import Configuration

/// Reads settings: an option of the command line goes before an environment variable, that before the file, that before
/// the default.
public struct SettingsReader {
    /// Where values come from, first those that go before.
    private let layers: [Layer]

    private struct Layer {
        let values: any ConfigSnapshot
        /// As the layer calls a setting.
        let key: @Sendable (SettingsMember) -> AbsoluteConfigKey
        /// Where it stands, for messages.
        let place: (SettingsMember) -> String
    }

    /// - Parameters:
    ///   - file: read if given.
    ///   - environment: of the process; a variable that begins like a setting of ours and is none is refused.
    ///   - options: of the command line, by the name of the setting.
    /// - Throws: ``SettingsError`` `settings.file`, `settings.yaml`, `settings.unknown`.
    public init(
        file: String?, environment: [String: String], options: [String: SettingsMember.Value] = [:]
    ) throws {
        try Self.refuseUnknown(environment)
        let members: [(AbsoluteConfigKey, ConfigValue)] = options.map { name, value in
            (
                AbsoluteConfigKey(name.split(separator: ".").map(String.init)),
                ConfigValue(value.content, isSecret: false)
            )
        }
        let file = try file.map(SettingsFile.init)
        var layers = [
            Layer(
                values: InMemoryProvider(values: Dictionary(uniqueKeysWithValues: members)).snapshot(),
                key: { AbsoluteConfigKey($0.parts) }, place: { "the option for \($0.name)" }),
            Layer(
                values: EnvironmentVariablesProvider(environmentVariables: environment).snapshot(),
                key: { AbsoluteConfigKey(["equipoise"] + $0.parts) }, place: \.variable),
        ]
        if let file, let values = file.values {
            layers.append(
                Layer(values: values, key: { AbsoluteConfigKey($0.parts) }, place: { file.place(of: $0.name) }))
        }
        self.layers = layers
    }

    /// - Throws: ``SettingsError`` `settings.type`, `settings.range`, with the place, the name and what may stand there.
    public func settings() throws -> Settings {
        var settings = try Settings()
        for member in SettingsMember.all {
            for layer in layers {
                guard let value = try Self.value(of: member, in: layer) else { continue }
                do {
                    try member.write(&settings, value)
                } catch let error as any Failure {
                    throw SettingsError(
                        code: "settings.range", message: "\(layer.place(member)): \(member.name): \(error.message)",
                        remedy: error.remedy ?? "it must be \(member.rule)")
                }
                break
            }
        }
        return settings
    }

    private static func value(of member: SettingsMember, in layer: Layer) throws -> SettingsMember.Value? {
        let content: ConfigContent?
        do {
            content = try layer.values.value(forKey: layer.key(member), type: member.rule.type).value?.content
        } catch {
            throw wrong(member, layer, code: "settings.type")
        }
        guard let content else { return nil }
        guard let value = SettingsMember.Value(content), member.rule.allows(value) else {
            throw wrong(member, layer, code: "settings.range")
        }
        return value
    }

    private static func wrong(_ member: SettingsMember, _ layer: Layer, code: String) -> SettingsError {
        // As it is written, where it can be told.
        let text = try? layer.values.value(forKey: layer.key(member), type: .string).value?.content
        let found = if case .string(let found)? = text { "; got '\(found)'" } else { "" }
        return SettingsError(
            code: code, message: "\(layer.place(member)): \(member.name) must be \(member.rule)\(found)",
            remedy: "set it to such a value, or leave it out")
    }

    /// Only in our sections, so that variables for other purposes may begin with the same word.
    private static func refuseUnknown(_ environment: [String: String]) throws {
        let sections = Set(SettingsMember.all.compactMap { $0.section.map { "EQUIPOISE_\($0.uppercased())_" } })
        let known = Set(SettingsMember.all.map(\.variable))
        for name in environment.keys.sorted() where sections.contains(where: name.hasPrefix) && !known.contains(name) {
            throw SettingsError(
                code: "settings.unknown", message: "there is no setting for the environment variable \(name)",
                remedy: "`equipoise serve --print-config` lists the settings")
        }
    }
}

extension SettingsMember {
    fileprivate var parts: [String] { name.split(separator: ".").map(String.init) }
}

extension SettingsMember.Rule {
    fileprivate var type: ConfigType {
        switch self {
        case .whole: .int
        case .number: .double
        case .flag: .bool
        case .choice, .text: .string
        case .texts: .stringArray
        }
    }
}

extension SettingsMember.Value {
    fileprivate init?(_ content: ConfigContent) {
        switch content {
        case .int(let number): self = .whole(number)
        case .double(let number): self = .number(number)
        case .bool(let isTrue): self = .flag(isTrue)
        case .string(let text): self = .text(text)
        case .stringArray(let texts): self = .texts(texts)
        default: return nil
        }
    }

    fileprivate var content: ConfigContent {
        switch self {
        case .whole(let number): .int(number)
        case .number(let number): .double(number)
        case .flag(let isTrue): .bool(isTrue)
        case .text(let text): .string(text)
        case .texts(let texts): .stringArray(texts)
        }
    }
}
