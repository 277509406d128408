import Commerce
import Testing

@testable import Intake

@Suite("Bad input")
struct ReadingBadInputTests {
    private static let header = "user_id,event,item_id,time,quantity,price,currency\n"

    private func failure(_ text: String, preset: String = "csv", _ options: IntakeOptions = IntakeOptions()) throws
        -> IntakeError?
    {
        try IntakeTests.failure(reading: Array(text.utf8), preset: preset, options: options)
    }

    @Test("an empty file is an error, for every preset", arguments: Preset.all.map(\.name))
    func empty(preset: String) throws {
        let error = try #require(try failure("", preset: preset))
        #expect(error.code == "file.empty")
        #expect(error.message.hasSuffix("data.txt is empty"))
        #expect(try IntakeTests.failure(reading: gzipped([]), preset: preset)?.code == "file.empty")
    }

    @Test("empty lines alone are no rows", arguments: Preset.all.map(\.name))
    func blank(preset: String) throws {
        let error = try #require(try failure("\n\r\n\n", preset: preset))
        #expect(["file.empty", "file.no-rows"].contains(error.code))
    }

    @Test("a header alone has no rows")
    func headerOnly() throws {
        #expect(try failure(Self.header)?.code == "file.no-rows")
        #expect(try failure(String(Self.header.dropLast()))?.code == "file.no-rows")
    }

    @Test("a missing column is named, with the columns found and what to write")
    func missingColumn() throws {
        let error = try #require(try failure("uid,event,item_id,when\n1,view,2,3\n"))
        #expect(error.code == "columns.missing")
        #expect(error.message.contains("no column for 'time', 'shopper' or 'visitor' or 'session'"))
        #expect(error.message.contains("'uid', 'event', 'item_id', 'when'"))
        #expect(error.remedy == "say which column it is with --map time=COLUMN")
    }

    @Test("the columns of another preset are recognised")
    func otherPreset() throws {
        let error = try #require(
            try failure(
                "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n1,2,3,4,5,6,7,8\n"))
        #expect(error.remedy?.contains("--preset online-retail") == true)
    }

    @Test("a wrong delimiter is named, with the header under it")
    func wrongDelimiter() throws {
        let options = IntakeOptions(delimiter: UInt8(ascii: ";"))
        let error = try #require(try failure("user_id,event,item_id,time\nu,view,i,1\n", options))
        #expect(error.code == "columns.missing")
        #expect(error.message.contains("with ';' between the fields"))
        #expect(error.message.contains("'user_id,event,item_id,time'"))
        #expect(error.remedy?.contains("--delimiter") == true)
    }

    @Test("the delimiter is found when it is not given", arguments: [",", ";", "\t", "|"])
    func delimiter(text: String) throws {
        let rows = "user_id,event,item_id,time\nu,view,i,1\n".replacing(",", with: text)
        #expect(try readAll(text: rows, preset: "csv").events.count == 1)
    }

    @Test("duplicate headers are an error")
    func duplicateHeader() throws {
        let error = try #require(try failure("user_id,event,item_id,time,event\nu,view,i,1,view\n"))
        #expect(error.code == "columns.duplicate")
        #expect(error.message.contains("'event'"))
    }

    @Test("an unknown preset lists the known ones")
    func unknownPreset() throws {
        let error = try #require(try failure("a\n", preset: "ga5"))
        #expect(error.code == "preset.unknown")
        #expect(error.message == "there is no preset 'ga5'")
        for preset in Preset.all { #expect(error.remedy?.contains(preset.name) == true) }
    }

    @Test("a header that is not UTF-8 says how to read it")
    func headerEncoding() throws {
        let bytes = Array("user_id,event,item_id,time,caf".utf8) + [0xE9, 0x0A]
        let error = try #require(try IntakeTests.failure(reading: bytes, preset: "csv"))
        #expect(error.code == "header.unreadable")
        #expect(error.remedy?.contains("--encoding latin1") == true)
    }

    @Test("a JSON array is not JSON lines")
    func array() throws {
        #expect(try failure("[{\"a\":1}]\n", preset: "jsonl")?.code == "json.array")
        #expect(try failure("\n [\n{\"a\":1}\n]\n", preset: "ga4")?.code == "json.array")
        let long = "[" + String(repeating: "{},", count: 1000) + "{}]"
        #expect(try failure(long, preset: "jsonl", IntakeOptions(rowLimit: 100))?.code == "json.array")
    }

    @Test("prices without a currency are refused before anything is read")
    func currencyNeeded() throws {
        let text = "user_id,event,item_id,time,price\nu,view,i,1,2.50\n"
        let error = try #require(try failure(text))
        #expect(error.code == "currency.needed")
        #expect(error.remedy?.contains("--currency") == true)
        let read = try readAll(text: text, preset: "csv", options: IntakeOptions(currency: .gbp))
        #expect(read.events.first?.price == Money(minorUnits: 250, currency: .gbp))
    }

    @Test(
        "a bad row is rejected with line, column, value and remedy, and the rows around it are read",
        arguments: [
            ("u,view,i,1,2", "row.ragged", nil, nil),
            ("u,view,i,1,2,3,USD,", "row.ragged", nil, nil),
            ("u,purchase,i,1,NaN,1,USD", "number.not-finite", "quantity", "NaN"),
            ("u,purchase,i,1,1e999,1,USD", "number.not-finite", "quantity", "1e999"),
            ("u,purchase,i,1,-3,1,USD", "quantity.negative", "quantity", "-3"),
            ("u,purchase,i,1,0,1,USD", "quantity.zero", "quantity", "0"),
            ("u,purchase,i,1,1e12,1,USD", "quantity.huge", "quantity", "1e12"),
            ("u,purchase,i,1,two,1,USD", "number.unreadable", "quantity", "two"),
            ("u,purchase,i,1,1,-1,USD", "price.negative", "price", "-1"),
            ("u,purchase,i,1,1,inf,USD", "number.not-finite", "price", "inf"),
            ("u,purchase,i,1,1,1e20,USD", "price.huge", "price", "1e20"),
            ("u,purchase,i,1,1,$5,USD", "number.unreadable", "price", "$5"),
            ("u,purchase,i,1,1,5,XXQ", "currency.unknown", "currency", "XXQ"),
            ("u,purchase,i,soon,1,5,USD", "time.unreadable", "time", "soon"),
            ("u,purchase,i,,1,5,USD", "time.missing", "time", nil),
            ("u,hugs,i,1,1,5,USD", "kind.unknown", "event", "hugs"),
            ("u,,i,1,1,5,USD", "kind.missing", "event", nil),
            ("u,purchase,,1,1,5,USD", "item.missing", "item_id", nil),
            (",purchase,i,1,1,5,USD", "actor.missing", "user_id", nil),
            ("null,purchase,i,1,1,5,USD", "actor.missing", "user_id", nil),
            ("u,\"purchase,i,1,1,5,USD", "quote.unclosed", nil, "\"purchase,i,1,1,5,USD"),
            ("u,\"purchase\" ,i,1,1,5,USD", "quote.stray", nil, "\"purchase\" ,i,1,1,5,USD"),
        ] as [(String, String, String?, String?)])
    func badRow(row: String, code: String, column: String?, value: String?) throws {
        let read = try readAll(text: Self.header + "u,view,i,1,,,\n" + row + "\nu,view,i,2,,,\n", preset: "csv")
        #expect(read.rows == 3)
        #expect(read.events.map(\.time.milliseconds) == [1000, 2000])
        #expect(read.rejectCodes == [code])
        let reject = try #require(read.rejects.first)
        #expect(reject.raw == row)
        #expect(reject.issue.line == 3)
        #expect(reject.issue.column == column)
        #expect(reject.issue.value == value)
        #expect(!reject.issue.message.isEmpty)
        #expect(!reject.issue.remedy.isEmpty)
    }

    @Test("a price finer than the minor unit is rounded with a warning")
    func fraction() throws {
        let read = try readAll(text: Self.header + "u,purchase,i,1,1,0.125,USD\n", preset: "csv")
        #expect(read.events.first?.price == Money(minorUnits: 13, currency: .usd))
        #expect(read.warnings.map(\.code) == ["price.fraction"])
        #expect(read.warnings.first?.line == 2)
        #expect(read.warnings.first?.value == "0.125")
    }

    @Test(
        "a line that is not a JSON object is rejected",
        arguments: [
            ("{\"a\":", "json.malformed"), ("[1]", "json.not-object"), ("12", "json.not-object"),
            ("{\"user\":\"u\",\"event\":\"view\",\"item\":\"i\",\"time\":NaN}", "time.unreadable"),
        ])
    func badJSON(row: String, code: String) throws {
        let good = "{\"user\":\"u\",\"event\":\"view\",\"item\":\"i\",\"time\":1}\n"
        let read = try readAll(text: good + row + "\n" + good, preset: "jsonl")
        #expect(read.events.count == 2)
        #expect(read.rejectCodes == [code])
        #expect(read.rejects.first?.raw == row)
        #expect(read.rejects.first?.issue.line == 2)
    }

    @Test("options out of range are refused")
    func options() throws {
        #expect(try failure("a\n", IntakeOptions(rowLimit: 0))?.code == "option.row-limit")
        #expect(try failure("a\n", IntakeOptions(blockSize: 0))?.code == "option.block-size")
        #expect(try failure("a\n", IntakeOptions(delimiter: UInt8(ascii: "\"")))?.code == "option.delimiter")
        #expect(throws: IntakeError.self) { try TextEncoding(named: "ebcdic") }
        #expect(try TextEncoding(named: "ISO-8859-1") == .latin1)
    }
}
