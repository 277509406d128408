import ArgumentParser
import Foundation

/// Where a shop's ledger and models live.
struct DataOption: ParsableArguments {
    @Option(help: ArgumentHelp("Folder of the shop: its ledger and its models.", valueName: "folder"))
    var data: String

    var folder: URL { URL(filePath: data) }
}

/// Results for machines.
struct JSONFlag: ParsableArguments {
    @Flag(help: "Write the result as JSON to standard output.")
    var json = false

    /// Prints a result in the form that was asked for.
    func print(json machine: @autoclosure () throws -> String, text: @autoclosure () throws -> String) throws {
        if json { try Console.printExactly(machine()) } else { try Console.print(text()) }
    }
}

/// One line of JSON with sorted keys, so that outputs can be compared.
func encodedJSON(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}
