import Foundation

/// What the tests read of the checkout they were built from.
enum PackageFiles {
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Whether libtorch lies where `Package.swift` looks for it.
    static var hasTorch: Bool {
        FileManager.default.fileExists(
            atPath: root.appending(path: ".deps/torch/torch/include/ATen/core/Tensor.h").path)
    }

    struct Unreadable: Error, CustomStringConvertible {
        let description: String
    }

    /// The table of `CONTRIBUTING.md` that has the heading `target | floor | purpose | may import`.
    static func table() throws -> [TargetRow] {
        try table(in: String(contentsOf: root.appending(path: "CONTRIBUTING.md"), encoding: .utf8))
    }

    static func table(in text: String) throws -> [TargetRow] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let heading = ["target", "floor", "purpose", "may import"]
        guard let start = lines.firstIndex(where: { cells(of: $0) == heading }) else {
            throw Unreadable(description: "CONTRIBUTING.md has no table with the heading \(heading)")
        }
        return try lines[(start + 2)...].prefix { $0.hasPrefix("|") }.map { line in
            let cells = cells(of: line)
            guard cells.count == 4, let name = codeWords(cells[0]).first else {
                throw Unreadable(description: "a row of the table has not four cells with a target: \(line)")
            }
            return TargetRow(name: name, floor: cells[1], imports: Set(codeWords(cells[3])))
        }
    }

    /// The Swift targets of the product: not tests, nor foreign code in `Sources/C`, nor what lies outside `Sources`.
    static func package() throws -> [DeclaredTarget] {
        // A folder of its own: the one of this build is locked while `swift test` runs us, and waiting for it would
        // never end.
        let scratch = FileManager.default.temporaryDirectory.appending(path: "equipoise-manifest-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: scratch) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "swift", "package", "--package-path", root.path, "--scratch-path", scratch.path, "dump-package",
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Unreadable(description: "'swift package dump-package' failed; is swift on the PATH?")
        }
        return try JSONDecoder().decode(Manifest.self, from: data).targets
            .filter {
                $0.type != "test" && ($0.path ?? "").hasPrefix("Sources/") && !($0.path ?? "").hasPrefix("Sources/C/")
            }
            .map {
                DeclaredTarget(
                    name: $0.name, path: $0.path ?? "", dependencies: Set($0.dependencies.map(\.name)),
                    isProgram: $0.type == "executable")
            }
    }

    /// Swift files below a folder of the checkout.
    static func swiftFiles(in folder: String) throws -> [SourceFile] {
        let base = root.appending(path: folder)
        guard let files = FileManager.default.enumerator(atPath: base.path) else {
            throw Unreadable(description: "\(folder) cannot be listed")
        }
        return try files.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted().map { path in
            SourceFile(
                path: "\(folder)/\(path)", text: try String(contentsOf: base.appending(path: path), encoding: .utf8))
        }
    }

    private static func cells(of line: Substring) -> [String] {
        line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
            .map { $0.trimmingCharacters(in: .whitespaces) }
    }

    private static func codeWords(_ cell: String) -> [String] {
        cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
    }
}

/// The part of SwiftPM's manifest dump that matters here.
private struct Manifest: Decodable {
    struct Target: Decodable {
        let name: String
        let type: String
        let path: String?
        let dependencies: [Dependency]
    }

    /// `{"byName": ["Commerce", null]}`, `{"target": [...]}` or `{"product": ["GRDB", "GRDB.swift", ...]}`.
    struct Dependency: Decodable {
        let name: String

        init(from decoder: any Decoder) throws {
            let forms = try decoder.singleValueContainer().decode([String: [Ignored]].self)
            guard case .text(let name)? = forms.values.first?.first else {
                throw DecodingError.dataCorrupted(
                    .init(codingPath: decoder.codingPath, debugDescription: "a dependency without a name"))
            }
            self.name = name
        }
    }

    enum Ignored: Decodable {
        case text(String)
        case other

        init(from decoder: any Decoder) throws {
            let text = try? decoder.singleValueContainer().decode(String.self)
            self = text.map { .text($0) } ?? .other
        }
    }

    let targets: [Target]
}
