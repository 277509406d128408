import Commerce
import Testing

@testable import Intake

@Suite("Preset online-retail")
struct PresetsOnlineRetailTests {
    private static let header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"

    @Test("a sale, a cancellation, and a sale without a customer")
    func sales() throws {
        let read = try readAll(
            text: Self.header + """
                536365,85123A,WHITE HANGING HEART T-LIGHT HOLDER,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom
                C536379,85123A,,-1,2010-12-01 09:41:00,27.5,14527,United Kingdom
                536414,22139,"RETROSPOT, ""TEA"" 茶具",56,2010-12-01 11:52:00,1.25,,United Kingdom
                """, preset: "online-retail")
        let attributes = ["country": "United Kingdom"]
        let times = try ["2010-12-01T08:26:00Z", "2010-12-01T09:41:00Z", "2010-12-01T11:52:00Z"].map {
            try #require(Timestamp(iso8601: $0))
        }
        #expect(
            read.events == [
                Event(
                    .purchase, at: times[0], shopper: "17850", item: "85123A", order: "536365", quantity: 6,
                    price: Money(minorUnits: 255, currency: .gbp), attributes: attributes),
                Event(
                    .cancellation, at: times[1], shopper: "14527", item: "85123A", order: "C536379", quantity: 1,
                    price: Money(minorUnits: 2750, currency: .gbp), attributes: attributes),
                Event(
                    .purchase, at: times[2], visitor: "invoice:536414", item: "22139", order: "536414", quantity: 56,
                    price: Money(minorUnits: 125, currency: .gbp), attributes: attributes),
            ])
        #expect(
            read.items == [
                Item(id: "85123A", title: [.undetermined: "WHITE HANGING HEART T-LIGHT HOLDER"]),
                Item(id: "22139", title: [.undetermined: "RETROSPOT, \"TEA\" 茶具"]),
            ])
        #expect(read.setAside.isEmpty && read.rejects.isEmpty && read.warnings.isEmpty)
    }

    @Test(
        "what is no act of a shopper on goods is set aside, with its reason",
        arguments: [
            ("536370,POST,POSTAGE,3,2010-12-01 08:45:00,18.0,12583.0,France", "row.not-goods"),
            ("C536379,D,Discount,-1,2010-12-01 09:41:00,27.5,14527.0,United Kingdom", "row.not-goods"),
            ("539736,m,Manual,1,2010-12-21 15:18:00,2.55,,United Kingdom", "row.not-goods"),
            ("536779,BANK CHARGES,Bank Charges,1,2010-12-01 15:08:00,15.0,15823.0,United Kingdom", "row.not-goods"),
            ("A563186,B,Adjust bad debt,1,2011-08-12 14:51:00,-11062.06,,United Kingdom", "row.bad-debt"),
            ("542529,DCGS0055,,-1,2011-01-28 13:08:00,0.0,,United Kingdom", "row.adjustment"),
            ("536414,22139,found,56,2010-12-01 11:52:00,0.0,,United Kingdom", "row.adjustment"),
            ("536414,22139,damages,-5,2010-12-01 11:52:00,1.0,17850,United Kingdom", "row.adjustment"),
        ])
    func setAside(row: String, code: String) throws {
        let read = try readAll(text: Self.header + row + "\n", preset: "online-retail")
        #expect(read.events.isEmpty && read.items.isEmpty && read.rejects.isEmpty && read.warnings.isEmpty)
        #expect(read.setAside.map(\.issue.code) == [code])
        #expect(read.setAside.map(\.raw) == [row])
        #expect(read.rows == 1)
    }

    @Test("a gift to a known customer is a purchase at no price")
    func gift() throws {
        let read = try readAll(
            text: Self.header + "1,22139,GIFT,1,2010-12-01 11:52:00,0.0,17850.0,EIRE\n", preset: "online-retail")
        #expect(read.events.map(\.price) == [Money(minorUnits: 0, currency: .gbp)])
    }

    @Test(
        "values out of range are rejected",
        arguments: [
            ("1,2,x,0,2010-12-01 11:52:00,1,1,EIRE", "quantity.zero"),
            ("1,2,x,,2010-12-01 11:52:00,1,1,EIRE", "quantity.missing"),
            ("1,2,x,1e10,2010-12-01 11:52:00,1,1,EIRE", "quantity.huge"),
            ("1,2,x,nan,2010-12-01 11:52:00,1,1,EIRE", "number.not-finite"),
            ("1,2,x,1,2010-12-01 11:52:00,-1,1,EIRE", "price.negative"),
            ("1,2,x,1,2010-12-01 11:52:00,,1,EIRE", "price.missing"),
            ("1,2,x,1,soon,1,1,EIRE", "time.unreadable"),
            (",2,x,1,2010-12-01 11:52:00,1,1,EIRE", "order.missing"),
            ("1,,x,1,2010-12-01 11:52:00,1,1,EIRE", "item.missing"),
        ])
    func rejects(row: String, code: String) throws {
        let read = try readAll(text: Self.header + row + "\n", preset: "online-retail")
        #expect(read.rejectCodes == [code])
        #expect(read.events.isEmpty)
    }

    @Test("the second edition's names and American dates are read, in Latin-1 too")
    func secondEdition() throws {
        let text =
            "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n489434,85048,CAFE ,12,12/1/2009 7:45,6.95,13085,United Kingdom\n"
        var bytes = Array(text.utf8)
        let accent = try #require(
            text.utf8.firstIndex(of: UInt8(ascii: "F")).map {
                text.utf8.distance(from: text.utf8.startIndex, to: $0) + 1
            })
        #expect(bytes[accent] == UInt8(ascii: "E"))
        bytes[accent] = 0xC9
        let file = try TemporaryFile(bytes)
        let read = try readAll(file.path, preset: "online-retail", options: IntakeOptions(encoding: .latin1))
        #expect(read.events.map(\.time) == [Timestamp(iso8601: "2009-12-01T07:45:00Z")])
        #expect(read.items.map(\.title) == [[.undetermined: "CAFÉ"]])
    }
}
