public import ArgumentParser
public import Commerce
import Foundation

extension Language: ExpressibleByArgument {
    public init?(argument: String) {
        switch argument.lowercased() {
        case "en", "english": self = .english
        case "zh", "zh-cn", "chinese": self = .chinese
        default: return nil
        }
    }

    public static var allValueStrings: [String] { ["en", "zh"] }
}

/// The language of everything a command says; English or Chinese.
package struct LanguageOption: ParsableArguments {
    @Option(help: "Language of the output: en or zh. Default: that of the environment (LANG).")
    package var language: Language = .ofEnvironment

    package init() {}
}

extension Language {
    package static var ofEnvironment: Language {
        let environment = ProcessInfo.processInfo.environment
        let locale = environment["LC_ALL"] ?? environment["LC_MESSAGES"] ?? environment["LANG"] ?? ""
        return locale.hasPrefix("zh") ? .chinese : .english
    }
}
