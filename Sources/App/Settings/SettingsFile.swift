import Configuration
import Foundation
import Yams

/// A file of settings: what it says, and in which line.
///
/// swift-configuration reads the values; it does not say where they stood and passes over what nobody asks for, so the
/// tree is walked once more for the lines and for names that mean nothing.
struct SettingsFile {
    let path: String
    let values: (any ConfigSnapshot)?
    /// By name.
    private let lines: [String: Int]

    /// - Throws: ``SettingsError`` `settings.file`, `settings.yaml`, `settings.unknown`.
    init(_ path: String) throws {
        self.path = path
        let data: Data
        do { data = try Data(contentsOf: URL(filePath: path)) } catch {
            throw SettingsError(
                code: "settings.file", message: "the settings \(path) cannot be read",
                remedy: "name a file that this user may read; `equipoise serve --print-config` writes one", cause: error
            )
        }
        let root = try Self.root(of: data, in: path)
        var found: [String: Int] = [:]
        if let root { try Self.walk(root, behind: [], of: path, into: &found) }
        lines = found
        do {
            values =
                root == nil
                ? nil : try YAMLSnapshot(data: data.bytes, providerName: path, parsingOptions: .default)
        } catch {
            throw SettingsError(
                code: "settings.type", message: "\(path): a list holds something other than plain values",
                remedy: "`equipoise serve --print-config` shows how a list is written", cause: error)
        }
    }

    /// Where a setting stands, for messages.
    func place(of name: String) -> String { lines[name].map { "\(path):\($0)" } ?? path }

    /// Nothing for a file of comments alone.
    private static func root(of data: Data, in path: String) throws -> Node? {
        guard let text = String(validating: data, as: UTF8.self) else {
            throw SettingsError(code: "settings.yaml", message: "\(path) is not UTF-8")
        }
        do {
            guard let root = try Yams.compose(yaml: text), root.scalar?.string.isEmpty != true else { return nil }
            return root
        } catch let error as YamlError {
            throw SettingsError(
                code: "settings.yaml",
                message: "\(path)\(error.line.map { ":\($0)" } ?? "") is not YAML: \(error.problem)",
                remedy: "`equipoise serve --print-config` shows the form")
        }
    }

    /// Refuses names that mean nothing, and notes the lines of the others.
    private static func walk(_ node: Node, behind parents: [String], of path: String, into lines: inout [String: Int])
        throws
    {
        func line(_ node: Node) -> String { node.mark.map { "\(path):\($0.line)" } ?? path }
        let all = SettingsMember.all
        let known = all.map(\.name)
        guard let members = node.mapping else {
            throw SettingsError(
                code: "settings.type", message: "\(line(node)): the settings must be names with values",
                remedy: "`equipoise serve --print-config` shows the form")
        }
        for (key, value) in members {
            let name = (parents + [key.string ?? "?"]).joined(separator: ".")
            if key.string?.contains(".") == false, let member = all.first(where: { $0.name == name }) {
                guard value.mapping == nil else {
                    throw SettingsError(
                        code: "settings.type", message: "\(line(key)): \(name) must be \(member.rule)",
                        remedy: "set it to such a value, or leave it out")
                }
                lines[name] = key.mark?.line
            } else if parents.isEmpty, known.contains(where: { $0.hasPrefix(name + ".") }) {
                // A section of which everything is commented out says nothing.
                if value.scalar?.string.isEmpty == true { continue }
                try walk(value, behind: [name], of: path, into: &lines)
            } else {
                let section = parents.first.map { $0 + "." } ?? ""
                let names = known.compactMap { known in
                    known.hasPrefix(section)
                        ? known.dropFirst(section.count).split(separator: ".").first.map(String.init) : nil
                }
                let choices = names.enumerated().filter { names.firstIndex(of: $1) == $0 }.map(\.element)
                throw SettingsError(
                    code: "settings.unknown", message: "\(line(key)): there is no setting '\(name)'",
                    remedy: "here may stand \(choices.joined(separator: ", "))")
            }
        }
    }
}

extension YamlError {
    fileprivate var line: Int? {
        switch self {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        case .duplicatedKeysInMapping(_, let context): context.mark.line
        default: nil
        }
    }

    fileprivate var problem: String {
        switch self {
        case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _): problem
        case .duplicatedKeysInMapping(let names, _): "\(names.joined(separator: ", ")) stands there twice"
        default: "\(self)"
        }
    }
}
