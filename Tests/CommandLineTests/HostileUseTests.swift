import Foundation
import Testing

/// What users and their machines do to commands: closed and full outputs, places that cannot be written, options that
/// make no sense, titles that would take over a terminal. None may crash, and none may end in success falsely.
@Suite("Hostile use of the command line")
struct HostileUseTests {
    static let header = "event,time,shopper,item\n"

    /// A shop with one good snapshot of popularity.
    static func trainedShop(in folder: TemporaryFolder) throws -> String {
        let orders = try folder.file("orders.csv", MainJobTests.orders())
        let shop = folder.path("shop")
        for arguments in [
            ["import", orders, "--preset", "csv", "--data", shop], ["train", "--data", shop, "--models", "popularity"],
        ] {
            let result = try CommandRunner.run(arguments)
            try #require(result.status == 0, "\(result.errors)")
        }
        return shop
    }

    /// Runs a line of shell in which `$0` is the program and `$1` the first argument.
    private func shell(_ line: String, _ argument: String) throws -> (status: Int32, errors: String) {
        let process = Process()
        let errors = Pipe()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", line, CommandRunner.executable.path, argument]
        process.standardError = errors
        try process.run()
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    @Test("a result that cannot be delivered is a failure, not a crash", arguments: [">/dev/full", ">&-"])
    func undeliverable(_ redirection: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("input.csv", Self.header + "view,2026-01-02,s1,i1\n")
        let result = try shell("\"$0\" validate \"$1\" --preset csv \(redirection)", file)
        #expect(result.status == 1)
        #expect(result.errors.contains("standard output"))
        #expect(!result.errors.contains("Fatal error"))
    }

    @Test("progress that nobody can read does not stop an import", arguments: ["2>/dev/full", "2>&-", "<&- 2>&-"])
    func unreadableProgress(_ redirection: String) throws {
        let folder = try TemporaryFolder()
        let shop = folder.path("shop")
        // One bad row: neither the ledger's file nor the reject file may take the place of a closed stream.
        _ = try folder.file("input.csv", Self.header + "view,2026-01-02,s1,i1\nview,never,s1,i1\n")
        let imported = try shell(
            "\"$0\" import \"$1/input.csv\" --preset csv --data \"$1/shop\" >/dev/null \(redirection)", folder.url.path)
        #expect(imported.status == 0)
        let checked = try CommandRunner.run(["doctor", "--data", shop, "--json"])
        #expect(checked.status == 0, "\(checked.errors)\(checked.output)")
    }

    @Test("a page or table that cannot be written is named, with a remedy")
    func unwritableFiles() throws {
        let folder = try TemporaryFolder()
        let orders = try folder.file("orders.csv", MainJobTests.orders())
        let place = orders + "/page"
        for arguments in [
            ["validate", orders, "--preset", "csv", "--html", place],
            ["evaluate", "recommend", orders, "--preset", "csv", "--models", "popularity", "--csv", place],
            ["demo", "--data", place],
            ["demo", "--data", orders],
        ] {
            let result = try CommandRunner.run(arguments)
            #expect(result.status == 1, "\(arguments)")
            #expect(result.errors.contains(orders), "\(result.errors)")
            #expect(result.errors.contains("remedy"), "\(result.errors)")
            #expect(!result.errors.contains("NSCocoaErrorDomain"), "\(result.errors)")
        }
        #expect(try String(contentsOfFile: orders, encoding: .utf8) == MainJobTests.orders())
    }

    @Test("models must be one or more different names", arguments: ["", ",", "popularity,popularity", "nonsense"])
    func modelNames(_ names: String) throws {
        let folder = try TemporaryFolder()
        let orders = try folder.file("orders.csv", MainJobTests.orders())
        let result = try CommandRunner.run(["evaluate", "recommend", orders, "--preset", "csv", "--models", names])
        #expect(result.status != 0)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains("remedy: use"), "\(result.errors)")
        #expect(result.errors.contains("item-knn"))
    }

    @Test("control characters of identifiers do not reach a terminal, and reach a machine unchanged")
    func controlCharacters() throws {
        let folder = try TemporaryFolder()
        let shop = try Self.trainedShop(in: folder)
        let shopper = "\u{1B}[31mred\u{9B}"
        let text = try CommandRunner.run(["recommend", "--data", shop, "--shopper", shopper, "--count", "1"])
        #expect(text.status == 0, "\(text.errors)")
        #expect(!text.output.unicodeScalars.contains("\u{1B}"))
        #expect(!text.output.unicodeScalars.contains("\u{9B}"))
        #expect(text.output.contains("␛[31mred"))
        let json = try CommandRunner.run(["recommend", "--data", shop, "--shopper", shopper, "--count", "1", "--json"])
        let list = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(list["shopper"] as? String == shopper)
    }

    @Test("a log too small to hold anything out is told so in its own numbers", arguments: ["train", "evaluate"])
    func tooSmall(_ command: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("input.csv", Self.header + "view,2026-01-02,s1,i1\n")
        let shop = folder.path("shop")
        let imported = try CommandRunner.run(["import", file, "--preset", "csv", "--data", shop])
        try #require(imported.status == 0, "\(imported.errors)")
        let result = try CommandRunner.run(
            command == "train" ? ["train", "--data", shop] : ["evaluate", "recommend", file, "--preset", "csv"])
        #expect(result.status == 1)
        #expect(result.errors.contains("1 interactions of 1 shoppers with 1 items"), "\(result.errors)")
        #expect(result.errors.contains("import more events"))
    }

    @Test("an evaluation says how many rows it had to leave out")
    func rowsLeftOut() throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("orders.csv", MainJobTests.orders() + "purchase,never,shopper 1,item 1,1,9.99,EUR\n")
        let result = try CommandRunner.run(
            ["evaluate", "recommend", file, "--preset", "csv", "--models", "popularity", "--json"],
            environment: ["LANG": "C"])
        #expect(result.status == 0)
        #expect(result.errors.contains("1 rows cannot be understood"))
        #expect(result.errors.contains("line 282"))
        let other = try CommandRunner.run(["evaluate", "recommend", file, "--preset", "jsonl"])
        #expect(other.status == 1)
        #expect(other.errors.contains("rows cannot be understood"))
    }

    @Test("the demo does not replace an earlier one before it knows that it can be made")
    func demoKeepsTheEarlierOne() throws {
        let folder = try TemporaryFolder()
        _ = try folder.file("equipoise-demo.txt", "an earlier demo")
        let kept = try folder.file("kept.txt", "of the earlier demo")
        let result = try CommandRunner.run(["demo", "--data", folder.url.path, "--days", "0"])
        #expect(result.status == 1)
        #expect(result.errors.contains("days"))
        #expect(FileManager.default.fileExists(atPath: kept))
    }

    @Test(
        "recommending needs a shopper with a name and a positive count",
        arguments: [["--shopper", ""], ["--shopper", "s", "--count", "0"], ["--shopper=s", "--count=-1"], []])
    func recommendOptions(_ options: [String]) throws {
        let result = try CommandRunner.run(["recommend", "--data", "nowhere"] + options)
        #expect(result.status == 64)
        #expect(result.output.isEmpty)
    }

    @Test("a ledger cut down to nothing is not taken for a new one", arguments: ["doctor", "recommend", "train"])
    func emptyLedgerFile(_ command: String) throws {
        let folder = try TemporaryFolder()
        let shop = try Self.trainedShop(in: folder)
        for name in ["shop.sqlite-wal", "shop.sqlite-shm"] {
            try? FileManager.default.removeItem(atPath: shop + "/" + name)
        }
        try Data().write(to: URL(filePath: shop + "/shop.sqlite"))
        let result = try CommandRunner.run(
            [command, "--data", shop] + (command == "recommend" ? ["--shopper", "shopper 1"] : []))
        #expect(result.status == 1)
        #expect(result.errors.contains("shop.sqlite is an empty file"), "\(result.errors)")
        #expect(result.errors.contains("remedy"))
    }

    @Test("a damaged page is found by the doctor, who says what to do; a damaged snapshot is passed over by name")
    func damage() throws {
        let folder = try TemporaryFolder()
        let shop = try Self.trainedShop(in: folder)
        let again = try CommandRunner.run(["train", "--data", shop, "--models", "popularity"])
        try #require(again.status == 0)
        let versions = try FileManager.default.contentsOfDirectory(atPath: shop + "/models").sorted()
        try #require(versions.count == 2)
        let newest = URL(filePath: "\(shop)/models/\(versions[1])/popularity.safetensors")
        var bytes = try Data(contentsOf: newest)
        bytes[bytes.count - 1] ^= 0x55
        try bytes.write(to: newest)
        let list = try CommandRunner.run([
            "recommend", "--data", shop, "--shopper", "shopper 1", "--count", "1", "--json",
        ])
        #expect(list.status == 0)
        #expect(list.output.contains("\"snapshot\":\"\(versions[0])\""))
        #expect(list.errors.contains(versions[1]))

        let file = try FileHandle(forUpdating: URL(filePath: shop + "/shop.sqlite"))
        // The last page belongs to a table or an index of events.
        let end = try file.seekToEnd()
        try file.seek(toOffset: end - 4096)
        try file.write(contentsOf: Data(repeating: 0xDE, count: 4096))
        try file.close()
        let doctor = try CommandRunner.run(["doctor", "--data", shop])
        #expect(doctor.status == 1)
        #expect((doctor.output + doctor.errors).contains("backup"), "\(doctor.output)\(doctor.errors)")
    }
}
