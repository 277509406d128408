import ArgumentParser
import Engine
import Intake

/// Which column of a file holds the texts.
struct TextColumnOption: ParsableArguments {
    @Option(help: ArgumentHelp("Column, or member of JSON objects, that holds the texts.", valueName: "name"))
    var text: String

    /// The texts of a table with a header or of JSON lines, plain or gzip, in the order of the rows.
    ///
    /// - Throws: `IntakeError` when there is no such file or column; ``EngineError`` `texts.none` without a row.
    func texts(of file: String) throws -> [String] {
        let texts = try TextColumns.read([text], from: file)[0]
        guard !texts.isEmpty else { throw Self.noRows(file) }
        return texts
    }

    static func noRows(_ file: String) -> EngineError {
        EngineError(
            code: "texts.none", message: "\(file) has no rows", remedy: "name a file with rows below its header")
    }
}
