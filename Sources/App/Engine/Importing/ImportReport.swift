/// What an import did, file by file.
public struct ImportReport: Sendable, Codable {
    public var files: [File] = []
    public var seconds = 0.0

    public struct File: Sendable, Codable {
        public enum Status: String, Sendable, Codable {
            /// Read from its first row to its last.
            case imported
            /// An interrupted import of the same content was completed.
            case resumed
            /// The same content had been imported before; nothing was read.
            case alreadyImported
        }

        public var file: String
        public var status: Status
        public var preset: String
        /// Our fields and the columns they were read from.
        public var fields: [String: String]
        public var unusedColumns: [String]
        public var rows: Int
        public var eventsAdded: Int
        public var eventsKnown: Int
        public var eventsContradicted: Int
        public var itemsChanged: Int
        public var shoppersChanged: Int
        public var rejected: Int
        public var setAside: Int
        public var skipped: Int
        public var warnings: Int
        /// Number of rows by code of what is wrong or odd about them.
        public var issues: [String: Int]
        public var rejectFile: String?
        public var seconds: Double
    }
}
