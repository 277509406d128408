/// What a preset says about one table: which columns hold which field, and how their values are spelled.
struct TableMapping: Sendable {
    var table: IntakeTable
    /// Column names or JSON paths for each field, the best first.
    var columns: [Field: [String]]
    var constants: [Field: String] = [:]
    /// Attributes under our name for them, each with the column or path it is read from.
    var attributes: [(name: String, column: String)] = []
    /// Columns that no field reads become attributes.
    var keepsOtherColumns = false
    /// Of each group at least one field must be there.
    var required: [[Field]]
    /// A table that has all the columns of one of these groups, as the preset's first table names them, is a
    /// different one.
    var excluded: [[Field]] = []
    /// Column names match when their ``normalised(_:)`` forms do.
    var matchesLoosely = false
    var kinds = KindWords.common
    /// The kind of rows in a table without a column for it, by the field that tells.
    var impliedKinds: [(field: Field, kind: String)] = []
    /// Spellings of "nothing".
    var missingWords = ["NULL", "null", "\\N"]
    /// What separates the levels of a category path; the first of these that occurs.
    var categorySeparators: [Character] = [">", "|", "/"]
    /// What a position in a list is counted from.
    var positionBase = 1
    /// A session's name is unique only together with the visitor's.
    var sessionIsPerVisitor = false
    /// Without a time column, rows are taken to be in order.
    var orderIsTime = false
    /// Builds a mapper of its own, where the general one is not enough.
    var makeMapper: (@Sendable (FieldTable, TableMapping, IntakeOptions) throws -> any RowMapper)?

    /// This mapping with what the user says over it.
    func overridden(by map: FieldMap) -> TableMapping {
        var mapping = self
        for (field, column) in map.columns {
            mapping.columns[field] = [column]
            mapping.constants[field] = nil
        }
        for (field, constant) in map.constants {
            mapping.columns[field] = nil
            mapping.constants[field] = constant
        }
        for attribute in map.attributes {
            mapping.attributes.removeAll { $0.name == attribute.name }
            mapping.attributes.append(attribute)
        }
        mapping.kinds.override(with: map.kinds)
        return mapping
    }

    func mapper(reading fields: FieldTable, options: IntakeOptions) throws -> any RowMapper {
        if let makeMapper { return try makeMapper(fields, self, options) }
        switch table {
        case .events: return EventMapper(fields: fields, mapping: self, options: options)
        case .items: return ItemMapper(fields: fields, mapping: self, options: options)
        case .shoppers: return ShopperMapper(fields: fields)
        }
    }
}
