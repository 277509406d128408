import ArgumentParser
import Engine
import Foundation
import Intake
import Language

/// Files of examples, and which columns of them hold what.
struct ExampleColumns: ParsableArguments {
    @Option(help: ArgumentHelp("Column, or member of JSON objects, that holds the texts.", valueName: "name"))
    var text: String

    @Option(help: ArgumentHelp("Column of second texts, where the question is about two.", valueName: "name"))
    var pair: String?

    @Option(
        help: ArgumentHelp(
            "Column of labels: classes, numbers, or for tags JSON such as [[0, 4, \"brand\"]].", valueName: "name"))
    var label: String?

    /// Texts with labels, for classes and numbers.
    ///
    /// - Throws: `IntakeError` when there is no such file or column; ``EngineError`` `label.missing` for a row without a
    ///   label, or without `--label`.
    func labelled(in file: String) throws -> LabelledTexts {
        let label = try labelColumn()
        let columns = try TextColumns.read([text, label] + (pair.map { [$0] } ?? []), from: file)
        if let row = columns[1].firstIndex(where: \.isEmpty) {
            throw EngineError(
                code: "label.missing", message: "\(file): row \(row + 1) has no label in '\(label)'",
                remedy: "give it one, or take the row out")
        }
        return try LabelledTexts(texts: columns[0], pairs: pair == nil ? nil : columns[2], labels: columns[1])
    }

    /// Texts of a file in which labels may be there or not.
    ///
    /// - Throws: as ``labelled(in:)``; ``EngineError`` `texts.none` without a row.
    func unlabelled(in file: String) throws -> (texts: [String], pairs: [String]?, labels: [String]?) {
        if label != nil {
            let texts = try labelled(in: file)
            return (texts.texts, texts.pairs, texts.labels)
        }
        let columns = try TextColumns.read([text] + (pair.map { [$0] } ?? []), from: file)
        guard !columns[0].isEmpty else { throw TextColumnOption.noRows(file) }
        return (columns[0], pair == nil ? nil : columns[1], nil)
    }

    /// Texts with spans.
    ///
    /// - Throws: as ``labelled(in:)``; ``EngineError`` `label.spans` for a label that is no list of spans.
    func tagged(in file: String) throws -> [TaggedText] {
        let label = try labelColumn()
        let columns = try TextColumns.read([text, label], from: file)
        return try zip(columns[0], columns[1]).enumerated().map { row, pair in
            guard let spans = Self.spans(pair.1) else {
                throw EngineError(
                    code: "label.spans", message: "\(file): row \(row + 1) has the label '\(pair.1.prefix(60))'",
                    remedy: "spans are lists of [start, end, \"label\"], counted in characters from 0, within quotes")
            }
            do {
                return try TaggedText(pair.0, spans: spans)
            } catch let error as LanguageError {
                throw EngineError(
                    code: error.code, message: "\(file): row \(row + 1): \(error.message)", remedy: error.remedy)
            }
        }
    }

    /// Texts with their partners.
    ///
    /// - Throws: as ``labelled(in:)``; ``EngineError`` `pair.missing` without `--pair`.
    func pairs(in file: String) throws -> [(String, String)] {
        guard let pair else {
            throw EngineError(
                code: "pair.missing", message: "pairs need a column of second texts", remedy: "name it with --pair")
        }
        let columns = try TextColumns.read([text, pair], from: file)
        return Array(zip(columns[0], columns[1]))
    }

    private func labelColumn() throws -> String {
        guard let label else {
            throw EngineError(
                code: "label.missing", message: "there is no column of labels", remedy: "name it with --label")
        }
        return label
    }

    private static func spans(_ json: String) -> [TextSpan]? {
        if json.isEmpty { return [] }
        guard let list = (try? JSONSerialization.jsonObject(with: Data(json.utf8))) as? [[Any]] else { return nil }
        var spans: [TextSpan] = []
        for span in list {
            guard span.count == 3, let start = span[0] as? Int, let end = span[1] as? Int,
                let label = span[2] as? String
            else { return nil }
            spans.append(TextSpan(start, end, label))
        }
        return spans
    }
}
