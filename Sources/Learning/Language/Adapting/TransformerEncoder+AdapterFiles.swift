import Foundation
import Tensor

/// What cannot be merged into a model's weights lies beside them: adapters and prefixes, which only this program reads.
extension TransformerEncoder {
    static let adaptersName = "adapters.safetensors"
    static let adapterSettingsName = "adapters.json"

    /// Removes what says that the folder's encoder has adapters, before its weights become others.
    static func forgetAdapters(in folder: URL) throws {
        for name in [adapterSettingsName, adaptersName] {
            let url = folder.appending(path: name)
            if FileManager.default.fileExists(atPath: url.path) { try FileManager.default.removeItem(at: url) }
        }
    }

    /// Writes adapters and prefix, if there are any; the file that says so comes last.
    func saveAdapters(to folder: URL) throws {
        guard let settings = adaptation.json else { return }
        try WeightFile.write(addedParameters, to: folder.appending(path: Self.adaptersName).path)
        try Data(settings.utf8).write(to: folder.appending(path: Self.adapterSettingsName), options: .atomic)
    }

    /// Adds the adapters or the prefix that lie in a folder, if any do.
    mutating func loadAdapters(from folder: URL) throws {
        guard let json = try TokenizerFiles.json(Self.adapterSettingsName, in: folder) else { return }
        let adaptation = try Adaptation(json: json, file: Self.adapterSettingsName)
        var generator = SystemRandomNumberGenerator()
        try adapt(by: adaptation, using: &generator)
        try WeightFile(path: folder.appending(path: Self.adaptersName).path).load(into: addedParameters)
        // As every model that is loaded, it learns as a whole until something else is settled.
        try setTraining(true)
    }
}

extension Adaptation {
    /// The settings of what stays in an encoder; nil when nothing does.
    fileprivate var json: String? {
        switch self {
        case .full, .head, .lowRank, .adaptive: nil
        case .bottleneck(let settings):
            """
            {
              "kind": "adapters",
              "width": \(settings.width),
              "after_attention": \(settings.afterAttention),
              "activation": \(JSONText.quoted(settings.activation.rawValue))
            }

            """
        case .prefix(let settings):
            """
            {
              "kind": "prefix",
              "length": \(settings.length)
            }

            """
        }
    }

    /// - Throws: `LanguageError` `adaptation.file`, naming the member; `adaptation.setting` for a value out of range.
    fileprivate init(json: JSONText, file: String) throws {
        func wrong(_ member: String, _ rule: String) -> LanguageError {
            LanguageError(
                code: "adaptation.file", message: "\(file): '\(member)' must be \(rule)",
                remedy: "The file is damaged or of a later version; save the model again.")
        }
        func count(_ member: String) throws -> Int {
            guard let value = json[member]?.integer else { throw wrong(member, "a whole number") }
            return value
        }
        switch json["kind"]?.string {
        case "adapters":
            guard let afterAttention = json["after_attention"]?.bool else {
                throw wrong("after_attention", "true or false")
            }
            guard let activation = json["activation"]?.string.flatMap(EncoderConfiguration.Activation.init) else {
                let names = EncoderConfiguration.Activation.allCases.map(\.rawValue).joined(separator: ", ")
                throw wrong("activation", "one of \(names)")
            }
            self = .bottleneck(
                try Bottleneck(width: count("width"), afterAttention: afterAttention, activation: activation))
        case "prefix": self = .prefix(try Prefix(length: count("length")))
        default: throw wrong("kind", "adapters or prefix")
        }
    }
}
