import Commerce

/// The words that describe an item, wherever they stand: in a catalogue's row or beside an event.
enum ItemFacts {
    static let fields: [Field] = [.title, .titleEnglish, .titleChinese, .brand] + Field.categoryLevels

    /// Writes what the row says into the item and leaves the rest as it is.
    static func overlay(_ item: inout Item, fields: FieldTable, mapping: TableMapping, record: Record) {
        let titles: [(Field, Language)] = [
            (.title, .undetermined), (.titleEnglish, .english), (.titleChinese, .chinese),
        ]
        for (field, language) in titles {
            if let title = fields.text(field, in: record) { item.title[language] = title }
        }
        if let brand = fields.text(.brand, in: record) { item.brand = brand }
        let path = category(of: record, fields: fields, separators: mapping.categorySeparators)
        if !path.isEmpty { item.category = path }
    }

    /// The category path, from one column with separators or from one column a level.
    private static func category(
        of record: Record, fields: FieldTable, separators: [Character]
    ) -> [String] {
        let levels = Field.categoryLevels.compactMap { fields.text($0, in: record) }
        guard levels.count == 1, let path = levels.first,
            let separator = ([JSONMapper.listSeparator] + separators).first(where: path.contains)
        else { return levels }
        return path.split(separator: separator).map(trimmed).filter { !$0.isEmpty }
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " { text = text.dropFirst() }
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }
}
