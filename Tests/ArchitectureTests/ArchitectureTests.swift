import Testing

@Suite("The house as it stands")
struct ArchitectureTests {
    @Test("targets, table and imports agree")
    func boundaries() throws {
        let house = ImportBoundary(
            table: try PackageFiles.table(), package: try PackageFiles.package(),
            sources: try PackageFiles.swiftFiles(in: "Sources")
        ).leavingOut(standingOn: PackageFiles.hasTorch ? nil : "CTorch")
        #expect(house.table.count >= 9)
        #expect(house.sources.count > 50)
        let violations = house.violations()
        #expect(violations.isEmpty, "\(violations.joined(separator: "\n"))")
    }

    @Test("no file is longer than 400 lines", arguments: ["Sources", "Tests"])
    func fileLengths(folder: String) throws {
        for file in try PackageFiles.swiftFiles(in: folder) {
            let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).count
            #expect(lines <= 401, "\(file.path) has \(lines - 1) lines")
        }
    }
}

/// The checks themselves are checked: each rule is broken once, on purpose.
@Suite("The checks of the house")
struct ImportBoundaryTests {
    private let table = [
        TargetRow(name: "Words", floor: "Core", imports: []),
        TargetRow(name: "Store", floor: "Data", imports: ["Words", "CDisk"]),
        TargetRow(name: "Learn", floor: "Learning", imports: ["Words"]),
        TargetRow(name: "Judge", floor: "Learning", imports: ["Words", "Learn"]),
    ]
    private let package = [
        DeclaredTarget(name: "Words", path: "Sources/Core/Words", dependencies: []),
        DeclaredTarget(name: "Store", path: "Sources/Data/Store", dependencies: ["Words", "CDisk"]),
        DeclaredTarget(name: "Learn", path: "Sources/Learning/Learn", dependencies: ["Words"]),
        DeclaredTarget(name: "Judge", path: "Sources/Learning/Judge", dependencies: ["Words", "Learn"]),
    ]

    private func violations(
        table: [TargetRow]? = nil, package: [DeclaredTarget]? = nil, sources: [SourceFile] = []
    ) -> [String] {
        ImportBoundary(table: table ?? self.table, package: package ?? self.package, sources: sources).violations()
    }

    @Test("a sound house has no violations")
    func sound() {
        let source = SourceFile(
            path: "Sources/Data/Store/Disk.swift", text: "import CDisk\npublic import Words\nimport Foundation")
        #expect(violations(sources: [source]) == [])
    }

    @Test(
        "a forbidden import is reported however it is written",
        arguments: [
            "import Store", "public import Store", "@testable import Store", "  import struct Store.Page",
            "import Words; import Store", "@preconcurrency internal import Store // for pages",
            "#if DEBUG\n    import Store\n#endif",
        ])
    func forbiddenImport(text: String) {
        let source = SourceFile(path: "Sources/Learning/Learn/Model.swift", text: text)
        #expect(
            violations(sources: [source]) == ["Sources/Learning/Learn/Model.swift imports Store, which Learn may not"])
    }

    @Test(
        "words in comments and strings are no imports",
        arguments: [
            "// import Store", "/// import Store", "/*\nimport Store\n*/", "let help = \"\"\"\nimport Store\n\"\"\"",
            "importStore()",
            "let important = 1", "/* a\n/* b */\nimport Store\n*/",
        ])
    func noImport(text: String) {
        #expect(ImportBoundary.imports(of: text) == [])
    }

    @Test("an import after a comment or string is still seen")
    func afterText() {
        let text = "/* a */\nlet x = \"\"\"\n  import No\n  \"\"\"\nimport Yes // \"\"\"\nimport Also"
        #expect(ImportBoundary.imports(of: text).contains("Yes"))
        #expect(!ImportBoundary.imports(of: text).contains("No"))
    }

    @Test("a table that lets a room look up, sideways or at storage is refused")
    func tableRules() {
        func found(_ row: TargetRow, at place: Int) -> [String] {
            var rows = table
            rows[place] = row
            return violations(table: rows).filter { $0.contains("may not") }
        }
        #expect(
            found(TargetRow(name: "Words", floor: "Core", imports: ["Learn"]), at: 0)
                == ["Words may not import Learn of a higher floor"])
        #expect(
            found(TargetRow(name: "Learn", floor: "Learning", imports: ["Judge"]), at: 2)
                == ["Learn may not import Judge, which is not before it on the floor"])
        let ledger = [
            TargetRow(name: "Ledger", floor: "Data", imports: []),
            TargetRow(name: "Learn", floor: "Learning", imports: ["Ledger"]),
        ]
        #expect(violations(table: ledger).contains("Learn may not import Ledger from Learning"))
        #expect(
            violations(table: table + [TargetRow(name: "Attic", floor: "Roof", imports: [])])
                .contains("Attic is on floor 'Roof', which does not exist"))
        #expect(violations(table: table + [table[0]]).contains("the table names a target twice"))
    }

    @Test("a library with two fences is refused")
    func fences() {
        var rows = table
        rows[3] = TargetRow(name: "Judge", floor: "Learning", imports: ["Words", "Learn", "CDisk"])
        #expect(violations(table: rows).contains("CDisk has several fences: Judge, Store"))
    }

    @Test("what Terminal fences, programs may import too, and no other room")
    func sharedFence() {
        let names = ["Terminal", "shop", "Server", "shop-language"]
        let rows = names.map { TargetRow(name: $0, floor: "App", imports: ["Arguments"]) }
        let targets = names.map {
            DeclaredTarget(
                name: $0, path: "Sources/App/\($0)", dependencies: ["Arguments"], isProgram: $0.hasPrefix("shop"))
        }
        #expect(violations(table: rows, package: targets) == ["Arguments has several fences: Server, Terminal"])
        #expect(violations(table: [rows[0], rows[1], rows[3]], package: [targets[0], targets[1], targets[3]]) == [])
        let other = [TargetRow(name: "Web", floor: "App", imports: ["HTTP"])]
        let program = [TargetRow(name: "shop", floor: "App", imports: ["Web", "HTTP"])]
        #expect(
            violations(table: other + program, package: [targets[1]]).contains("HTTP has several fences: Web, shop"))
    }

    @Test("a table that disagrees with Package.swift is refused, either way")
    func packageRules() {
        #expect(violations(table: Array(table.dropLast())).contains("Judge is missing from the table"))
        #expect(
            violations(package: Array(package.dropLast()))
                == ["the table names Judge, which Package.swift does not declare"])
        var declared = package
        declared[2] = DeclaredTarget(name: "Learn", path: "Sources/Data/Learn", dependencies: ["Store"])
        #expect(
            Set(violations(package: declared)) == [
                "Learn lies in Sources/Data/Learn, not on floor Learning",
                "Learn depends on Store in Package.swift, not in the table",
                "Learn may import Words by the table, but Package.swift does not say so",
            ])
        #expect(
            violations(sources: [SourceFile(path: "Sources/Attic/Box.swift", text: "")])
                == ["Sources/Attic/Box.swift belongs to no target"])
    }

    @Test("rooms that stand on an absent library are left out, with all that stands on them, and no others")
    func absentLibrary() {
        let sources = [SourceFile(path: "Sources/Data/Store/Disk.swift", text: "import CDisk")]
        let table = table + [TargetRow(name: "Shelf", floor: "Data", imports: ["Store"])]
        let house = ImportBoundary(table: table, package: [package[0], package[2], package[3]], sources: sources)
        #expect(!house.violations().isEmpty)
        let left = house.leavingOut(standingOn: "CDisk")
        #expect(left.table.map(\.name) == ["Words", "Learn", "Judge"])
        #expect(left.violations().isEmpty)
        #expect(house.leavingOut(standingOn: nil).table == house.table)
    }

    @Test("the table is read from Markdown, and a broken one is an error")
    func markdown() throws {
        let text = """
            # Title
            | target | floor | purpose | may import |
            | --- | --- | --- | --- |
            | `Words` | Core | the words | |
            | `Store` | Data | `files`, kept | `Words`, `CDisk` |

            | `Other` | table | x | y |
            """
        #expect(
            try PackageFiles.table(in: text) == [
                TargetRow(name: "Words", floor: "Core", imports: []),
                TargetRow(name: "Store", floor: "Data", imports: ["Words", "CDisk"]),
            ])
        #expect(throws: PackageFiles.Unreadable.self) { try PackageFiles.table(in: "nothing") }
        #expect(throws: PackageFiles.Unreadable.self) {
            try PackageFiles.table(in: text.replacing("| `Words` | Core | the words | |", with: "| Words | Core |"))
        }
    }
}
