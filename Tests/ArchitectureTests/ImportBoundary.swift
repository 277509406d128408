/// A row of the table of targets in `CONTRIBUTING.md`.
struct TargetRow: Equatable {
    let name: String
    let floor: String
    let imports: Set<String>
}

/// A target as `Package.swift` declares it.
struct DeclaredTarget: Equatable {
    let name: String
    let path: String
    let dependencies: Set<String>
    /// Whether it is a program, which nothing imports.
    var isProgram = false
}

/// A source file, by its path inside the package.
struct SourceFile {
    let path: String
    let text: String
}

/// The rules of the house about who may import whom.
struct ImportBoundary {
    /// In the order of the table.
    let table: [TargetRow]
    let package: [DeclaredTarget]
    let sources: [SourceFile]

    /// From the ground up.
    static let floors = ["Core", "Data", "Learning", "Deciding", "Surfaces", "Trust", "World", "App"]
    /// Floors whose rooms must not know how things are stored.
    static let storageless: Set<String> = ["Learning", "Deciding", "Surfaces", "Trust"]
    /// The room whose foreign libraries programs may import, too: their commands are made of them.
    static let sharedFence = "Terminal"
    /// Modules of the toolchain, open to all.
    static let toolchain: Set<String> = [
        "Foundation", "FoundationEssentials", "Dispatch", "Synchronization", "Glibc", "Darwin", "Musl",
    ]

    /// Without the rooms that stand, directly or not, on a library that this checkout lacks.
    func leavingOut(standingOn library: String?) -> ImportBoundary {
        guard let library else { return self }
        var absent: Set<String> = [library]
        // A row names only rooms before it, or of lower floors, which the table lists first.
        for row in table where !row.imports.isDisjoint(with: absent) { absent.insert(row.name) }
        return ImportBoundary(
            table: table.filter { !absent.contains($0.name) }, package: package,
            sources: sources.filter { file in !absent.contains { file.path.contains("/\($0)/") } })
    }

    /// Everything that is wrong, in words; empty when nothing is.
    func violations() -> [String] { tableViolations() + packageViolations() + importViolations() }

    private func tableViolations() -> [String] {
        var found: [String] = []
        let places = Dictionary(table.enumerated().map { ($1.name, $0) }) { first, _ in first }
        if places.count < table.count { found.append("the table names a target twice") }
        for (place, row) in table.enumerated() {
            guard let floor = Self.floors.firstIndex(of: row.floor) else {
                found.append("\(row.name) is on floor '\(row.floor)', which does not exist")
                continue
            }
            for name in row.imports.sorted() {
                guard let other = places[name] else { continue }
                let otherFloor = Self.floors.firstIndex(of: table[other].floor) ?? 0
                if otherFloor > floor { found.append("\(row.name) may not import \(name) of a higher floor") }
                if otherFloor == floor, other >= place {
                    found.append("\(row.name) may not import \(name), which is not before it on the floor")
                }
                if name == "Ledger", Self.storageless.contains(row.floor) {
                    found.append("\(row.name) may not import Ledger from \(row.floor)")
                }
            }
        }
        let programs = Set(package.filter(\.isProgram).map(\.name))
        let shared = table.first { $0.name == Self.sharedFence }?.imports ?? []
        let foreign = table.flatMap { row in
            row.imports.filter { places[$0] == nil && !(programs.contains(row.name) && shared.contains($0)) }
                .map { ($0, row.name) }
        }
        for (library, owners) in Dictionary(grouping: foreign, by: \.0) where owners.count > 1 {
            found.append("\(library) has several fences: \(owners.map(\.1).sorted().joined(separator: ", "))")
        }
        return found
    }

    private func packageViolations() -> [String] {
        var found: [String] = []
        let declared = Dictionary(uniqueKeysWithValues: package.map { ($0.name, $0) })
        for row in table {
            guard let target = declared[row.name] else {
                found.append("the table names \(row.name), which Package.swift does not declare")
                continue
            }
            if target.path != "Sources/\(row.floor)/\(row.name)" {
                found.append("\(row.name) lies in \(target.path), not on floor \(row.floor)")
            }
            for name in target.dependencies.subtracting(row.imports).sorted() {
                found.append("\(row.name) depends on \(name) in Package.swift, not in the table")
            }
            for name in row.imports.subtracting(target.dependencies).sorted() {
                found.append("\(row.name) may import \(name) by the table, but Package.swift does not say so")
            }
        }
        for target in package where !table.contains(where: { $0.name == target.name }) {
            found.append("\(target.name) is missing from the table")
        }
        return found
    }

    private func importViolations() -> [String] {
        var found: [String] = []
        for file in sources {
            guard let target = package.first(where: { file.path.hasPrefix($0.path + "/") }) else {
                found.append("\(file.path) belongs to no target")
                continue
            }
            let allowed = table.first { $0.name == target.name }?.imports ?? []
            for module in Self.imports(of: file.text)
            where !allowed.contains(module) && !Self.toolchain.contains(module) {
                found.append("\(file.path) imports \(module), which \(target.name) may not")
            }
        }
        return found
    }

    /// The modules that a Swift file imports, in order; what stands in comments and multi-line strings is text.
    static func imports(of text: String) -> [String] {
        var modules: [String] = []
        var isString = false
        var commentDepth = 0
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
            // Most lines can neither import nor open or close a text; the rest are few enough to look at closely.
            guard
                line.contains(UInt8(ascii: "\"")) || line.contains(UInt8(ascii: "/"))
                    || line.contains(subsequence: "import")
            else { continue }
            let line = Substring(line)
            let wasText = isString || commentDepth > 0
            if commentDepth == 0, line.occurrences(of: "\"\"\"") % 2 == 1 { isString.toggle() }
            if !isString, !line.drop(while: \.isWhitespace).hasPrefix("//") {
                commentDepth = max(0, commentDepth + line.occurrences(of: "/*") - line.occurrences(of: "*/"))
            }
            guard !wasText, line.utf8.contains(subsequence: "import") else { continue }
            for statement in line.split(separator: ";") {
                let statement = statement.prefix(upTo: statement.firstRange(of: "//")?.lowerBound ?? statement.endIndex)
                if let match = statement.wholeMatch(of: importStatement) { modules.append(String(match.1)) }
            }
        }
        return modules
    }

    /// Attributes, access level, `import`, an optional kind of declaration, the module, an optional declaration.
    private static var importStatement: Regex<(Substring, Substring)> {
        /\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:struct|class|enum|protocol|typealias|func|var|let|actor)\s+)?(\w+)(?:\.[\w.]+)?\s*/
    }
}

extension Substring.UTF8View {
    fileprivate func contains(subsequence word: StaticString) -> Bool {
        word.withUTF8Buffer { word in
            withContiguousStorageIfAvailable { bytes in
                guard bytes.count >= word.count else { return false }
                return (0...bytes.count - word.count).contains { start in
                    bytes[start] == word[0] && bytes[start..<start + word.count].elementsEqual(word)
                }
            } ?? true
        }
    }
}

extension StringProtocol {
    fileprivate func occurrences(of part: String) -> Int { ranges(of: part).count }
}
