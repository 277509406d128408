public import ArgumentParser
import Commerce
import Engine
import Foundation
public import Server

struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Make, list and remove the keys that open a shop's HTTP API.",
        discussion: """
            Examples:
              equipoise keys make backend --role ingest --data shop
              equipoise keys list --data shop
              equipoise keys remove backend --data shop
            """,
        subcommands: [Make.self, List.self, Remove.self])

    struct Make: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a key and tell it, once: only its hash is kept.")

        @Argument(help: "A name for its holder.") var name: String
        @Option(help: ArgumentHelp("\(Role.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "role"))
        var role: Role
        @OptionGroup var shop: DataOption

        func run() throws {
            let key = try shop.keys.make(name, role: role, at: SystemTime().now())
            try Console.printExactly(key)
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List names, roles and dates.")

        @OptionGroup var shop: DataOption
        @OptionGroup var output: JSONFlag

        /// What may be shown of a key.
        private struct Line: Encodable {
            var name: String
            var role: Role
            var created: Timestamp
        }

        func run() throws {
            let lines = try shop.keys.all.map { Line(name: $0.name, role: $0.role, created: $0.created) }
            try output.print(
                json: encodedJSON(lines),
                text: lines.map { "\($0.name)  \($0.role.rawValue)  \($0.created)" }.joined(separator: "\n"))
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a key; a running server goes on to know it until it is started again.")

        @Argument(help: "The name of its holder.") var name: String
        @OptionGroup var shop: DataOption

        func run() throws { try shop.keys.remove(name) }
    }
}

extension Role: ExpressibleByArgument {}

extension DataOption {
    /// The keys of the shop's API, in its folder.
    var keys: KeyRing {
        get throws {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            return try KeyRing(ShopFolder(folder).keys)
        }
    }
}
