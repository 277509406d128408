import ArgumentParser
import Engine
import Foundation

/// The encoder that a command works with.
struct ModelOption: ParsableArguments {
    /// What stands in for the option.
    static let variable = "EQUIPOISE_ENCODER"
    /// Where `scripts/setup --encoder` puts the usual one.
    static let usual = ".deps/encoder/all-MiniLM-L6-v2"

    @Option(
        help: ArgumentHelp(
            "Folder of the model, of Hugging Face or sentence-transformers. Default: $\(variable), else \(usual).",
            valueName: "folder"))
    var model: String?

    /// The folder that was named, or the usual one.
    ///
    /// - Throws: ``EngineError`` `model.missing`, saying where it was looked for.
    func folder() throws -> URL {
        let named = model ?? ProcessInfo.processInfo.environment[Self.variable].flatMap { $0.isEmpty ? nil : $0 }
        let path = named ?? Self.usual
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            throw EngineError(
                code: "model.missing", message: "there is no folder of a model at \(path)",
                remedy: named == nil
                    ? "fetch the usual encoder with scripts/setup --encoder, or name one with --model or \(Self.variable)"
                    : "name the folder that holds config.json and model.safetensors")
        }
        return URL(filePath: path)
    }
}
