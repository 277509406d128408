import ArgumentParser
import Foundation

/// Results for machines.
package struct JSONFlag: ParsableArguments {
    @Flag(help: "Write the result as JSON to standard output.")
    package var json = false

    package init() {}

    /// Prints a result in the form that was asked for.
    package func print(json machine: @autoclosure () throws -> String, text: @autoclosure () throws -> String) throws {
        if json { try Console.printExactly(machine()) } else { try Console.print(text()) }
    }
}

/// One line of JSON with sorted keys, so that outputs can be compared.
package func encodedJSON(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}
