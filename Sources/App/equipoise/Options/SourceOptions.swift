public import ArgumentParser
import Commerce
public import Intake

/// How to read the files named on the command line.
struct SourceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Layout of the files: \(Preset.all.map(\.name).joined(separator: ", ")).", valueName: "name")
    )
    var preset: String

    @Option(
        help: ArgumentHelp(
            "Read a field from another column (item=sku, properties.sku for JSON), or set a constant (kind==purchase). May be repeated.",
            valueName: "field=column"))
    var map: [String] = []

    @Option(help: "What the rows are: events, items or shoppers. Default: told from the columns.")
    var table: IntakeTable?

    @Option(help: "Encoding of the text: utf-8 or latin1.")
    var encoding: TextEncoding = .utf8

    @Option(
        help: ArgumentHelp(
            "Column delimiter, one character or 'tab'. Default: told from the header.", valueName: "character"))
    var delimiter: Delimiter?

    @Option(help: ArgumentHelp("Currency of prices whose row names none (ISO 4217).", valueName: "code"))
    var currency: CurrencyCode?

    @Option(help: ArgumentHelp("Longest row in bytes; longer ones are rejected.", valueName: "bytes"))
    var rowLimit = 1 << 20

    func intakeOptions() throws -> IntakeOptions {
        IntakeOptions(
            table: table, encoding: encoding, delimiter: delimiter?.byte, map: try FieldMap(map),
            currency: currency?.currency, rowLimit: rowLimit)
    }

    /// The mapping by field, to be kept with an import.
    var mapping: [String: String] {
        var mapping: [String: String] = [:]
        for argument in map {
            guard let equals = argument.firstIndex(of: "=") else { continue }
            mapping[String(argument[..<equals])] = String(argument[argument.index(after: equals)...])
        }
        if let currency { mapping["currency"] = "=\(currency.currency.code)" }
        // These change what is read as much as a mapping does.
        if encoding != .utf8 { mapping["--encoding"] = encoding.rawValue }
        if let delimiter { mapping["--delimiter"] = String(UnicodeScalar(delimiter.byte)) }
        if let table { mapping["--table"] = table.rawValue }
        return mapping
    }
}

/// One ASCII character.
struct Delimiter: ExpressibleByArgument {
    let byte: UInt8

    init?(argument: String) {
        switch argument {
        case "tab", "\\t": byte = 9
        default:
            guard argument.utf8.count == 1, let only = argument.utf8.first else { return nil }
            byte = only
        }
    }
}

/// A currency that exists.
struct CurrencyCode: ExpressibleByArgument {
    let currency: Currency

    init?(argument: String) {
        guard let currency = try? Currency(code: argument) else { return nil }
        self.currency = currency
    }
}

extension IntakeTable: ExpressibleByArgument {}

extension TextEncoding: ExpressibleByArgument {
    public init?(argument: String) {
        guard let encoding = try? TextEncoding(named: argument) else { return nil }
        self = encoding
    }
}
