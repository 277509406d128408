public import ArgumentParser
import Commerce
import Engine
import Foundation
import Ledger
public import Server
import Terminal

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
            let key = try shop.keys.make(name, role: role, at: SystemTime().now(), recording: shop.recorder())
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
            abstract: "Remove a key; it opens nothing any more a second later, in a running server too.")

        @Argument(help: "The name of its holder.") var name: String
        @OptionGroup var shop: DataOption

        func run() throws { try shop.keys.remove(name, recording: shop.recorder()) }
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

    /// Writes down in the ledger, where there is one, who made or removed a key; also beside a running server.
    fileprivate func recorder() -> (KeyRing.Change) throws -> Void {
        { change in
            guard SQLiteLedger.exists(in: folder) else { return }
            let (action, entry) =
                switch change {
                case .made(let entry): ("made", entry)
                case .removed(let entry): ("removed", entry)
                }
            let content = try encodedJSON(["name": entry.name, "role": entry.role.rawValue])
            try SQLiteLedger(folder: folder).record(
                ChangeRecord(
                    time: SystemTime().now(), author: NSUserName(), subject: "keys", action: action, content: content))
        }
    }
}
