import Commerce
import Testing

@testable import Intake

@Suite("Presets csv and jsonl")
struct PresetsGenericTests {
    @Test("every field of an event is read, in English and Chinese")
    func allFields() throws {
        let read = try readAll(
            text: """
                event_id,event_type,event_time,user_id,visitor_id,product_id,session,order_id,decision,surface,position,quantity,price,currency,rating,query,attributes.country,title_zh,category,brand
                e1,Add to Cart,2024-01-31T10:00:00+08:00,u1,v1,i1,s1,o1,d1,home,3,2,12.5,CNY,4.5,蓝色 杯子,中国,"蓝色, 杯子",家居 > 杯子,瓷都
                """, preset: "csv")
        let expected = Event(
            .cart, at: try #require(Timestamp(iso8601: "2024-01-31T02:00:00Z")), shopper: "u1", visitor: "v1",
            item: "i1", id: "e1", session: "s1", order: "o1", decision: "d1", surface: .home, position: 3, quantity: 2,
            price: Money(minorUnits: 1250, currency: .cny), value: 4.5, text: "蓝色 杯子", attributes: ["country": "中国"])
        #expect(read.events == [expected])
        #expect(
            read.items == [
                Item(
                    id: "i1", title: [.chinese: "蓝色, 杯子"], category: ["家居", "杯子"], brand: "瓷都",
                    price: Money(minorUnits: 1250, currency: .cny))
            ])
        #expect(read.rejects.isEmpty)
        #expect(read.warnings.isEmpty)
    }

    @Test("Chinese headers and words are known")
    func chinese() throws {
        let read = try readAll(text: "用户,商品,行为,时间\n张三,杯子1,加购,1706659200\n李四,杯子2,购买,1706659201\n", preset: "csv")
        #expect(read.events.map(\.kind) == [.cart, .purchase])
        #expect(read.events.map(\.shopper) == ["张三", "李四"])
        #expect(read.events.map(\.item) == ["杯子1", "杯子2"])
    }

    @Test("public layouts need no mapping: RetailRocket and the REES46 shop")
    func publicLayouts() throws {
        let rocket = try readAll(
            text:
                "timestamp,visitorid,event,itemid,transactionid\n1433221332117,257597,view,355908,\n1433224214164,992329,transaction,248676,4000\n",
            preset: "csv")
        #expect(rocket.events.map(\.kind) == [.view, .purchase])
        #expect(rocket.events.map(\.visitor) == ["257597", "992329"])
        #expect(rocket.events.map(\.order) == [nil, "4000"])
        #expect(rocket.events.first?.time == Timestamp(milliseconds: 1_433_221_332_117))
        let rees = try readAll(
            text:
                "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session\n2019-11-01 00:00:00 UTC,view,1003461,205301,electronics.smartphone,xiaomi,489.07,520088904,4d3b\n",
            preset: "csv", options: IntakeOptions(currency: .usd))
        #expect(rees.events.first?.session == "4d3b")
        #expect(rees.events.first?.price == Money(minorUnits: 48907, currency: .usd))
        #expect(rees.items.first?.brand == "xiaomi")
    }

    @Test("a table without kinds but with ratings is one of ratings")
    func impliedRating() throws {
        let read = try readAll(text: "user,item,rating,timestamp\nu,i,4,100\n", preset: "csv")
        #expect(read.events.map(\.kind) == [.rating])
        #expect(read.events.map(\.value) == [4])
    }

    @Test("an item is told when it is first met and when it changes, not otherwise")
    func itemsTold() throws {
        let read = try readAll(
            text: """
                user,event,item,time,title,brand
                u,view,i,1,Mug,Acme
                u,view,i,2,Mug,Acme
                u,view,i,3,,
                u,view,i,4,Mug,
                u,view,j,5,Cup,
                u,view,i,6,Big mug,
                """, preset: "csv")
        #expect(
            read.items == [
                Item(id: "i", title: [.undetermined: "Mug"], brand: "Acme"),
                Item(id: "j", title: [.undetermined: "Cup"]),
                Item(id: "i", title: [.undetermined: "Big mug"], brand: "Acme"),
            ])
    }

    @Test("a rejected row tells no item, so the next one does")
    func rejectedTellsNothing() throws {
        let rows = """
            {"user":"u","event":"view","time":1,"items":[{"id":"i","name":"Mug"},{"id":"","name":"x"}]}
            {"user":"u","event":"view","time":2,"items":[{"id":"i","name":"Mug"}]}
            """
        let map = try FieldMap(["item=items[].id", "title=items[].name"])
        let read = try readAll(text: rows, preset: "jsonl", options: IntakeOptions(map: map))
        #expect(read.rejectCodes == ["item.missing"])
        #expect(read.events.map(\.time.milliseconds) == [2000])
        #expect(read.items.map(\.id) == ["i"])
    }

    @Test("a catalogue is known by its columns; other columns become attributes")
    func items() throws {
        let text = """
            item_id;title;title_zh;category;brand;price;currency;stock;description;colour;attributes.size;available_from
            i1;Mug;马克杯;Home/Mugs;Acme;9.99;GBP;12;A mug;blue;L;2024-01-01
            i2;;;;;;;;;;;
            i3;x;;;;;;-1;;;;
            """
        let read = try readAll(text: text, preset: "csv")
        #expect(
            read.items == [
                Item(
                    id: "i1", title: [.undetermined: "Mug", .chinese: "马克杯"], category: ["Home", "Mugs"], brand: "Acme",
                    price: Money(minorUnits: 999, currency: .gbp), stock: 12, text: "A mug",
                    attributes: ["colour": "blue", "size": "L"], availableFrom: Timestamp(iso8601: "2024-01-01")),
                Item(id: "i2"),
            ])
        #expect(read.rejectCodes == ["stock.range"])
        #expect(read.events.isEmpty)
    }

    @Test("shoppers are known by their columns, and the table can be forced")
    func shoppers() throws {
        let text = "customer_id,age,city\nc1,30,上海\nc2,,\n"
        let read = try readAll(text: text, preset: "csv")
        #expect(read.shoppers == [Shopper(id: "c1", attributes: ["age": "30", "city": "上海"]), Shopper(id: "c2")])
        let forced = try failure(reading: Array(text.utf8), preset: "csv", options: IntakeOptions(table: .events))
        #expect(forced?.code == "columns.missing")
        let none = try failure(
            reading: Array(text.utf8), preset: "online-retail", options: IntakeOptions(table: .items))
        #expect(none?.code == "table.unknown")
    }

    @Test("JSON tables are known by their first row")
    func jsonTables() throws {
        let items = try readAll(
            text: """
                {"id":"i1","title":{"en":"Mug","zh":"马克杯"},"category":["Home","Mugs"],"price":"9.99","currency":"GBP","stock":3,"attributes":{"colour":"blue"},"weight":2}
                {"id":"i2","title":"Cup","category":"Home > Cups"}
                """, preset: "jsonl")
        #expect(
            items.items == [
                Item(
                    id: "i1", title: [.english: "Mug", .chinese: "马克杯"], category: ["Home", "Mugs"],
                    price: Money(minorUnits: 999, currency: .gbp), stock: 3,
                    attributes: ["colour": "blue", "weight": "2"]),
                Item(id: "i2", title: [.undetermined: "Cup"], category: ["Home", "Cups"]),
            ])
        let shoppers = try readAll(text: "{\"user_id\":\"u\",\"vip\":true}\n", preset: "jsonl")
        #expect(shoppers.shoppers == [Shopper(id: "u", attributes: ["vip": "true"])])
    }

    @Test("an array gives an event for each element, with identities of their own")
    func expansion() throws {
        let map = try FieldMap([
            "shopper=who.id", "time=at", "kind==purchase", "item=lines[].sku", "quantity=lines[].n", "id=oid",
            "order=oid",
            "attributes.channel=meta[key=channel].value",
        ])
        let read = try readAll(
            text: """
                {"who":{"id":"张三"},"at":100,"oid":"o1","lines":[{"sku":"a","n":2},{"sku":"b","n":1}],"meta":[{"key":"x","value":"y"},{"key":"channel","value":"app"}]}
                {"who":{"id":"u2"},"at":101,"oid":"o2","lines":["c"]}
                {"who":{"id":"u2"},"at":102,"oid":"o3","lines":[]}
                """, preset: "jsonl", options: IntakeOptions(map: map))
        #expect(read.events.map(\.item) == ["a", "b"])
        #expect(read.events.map(\.quantity) == [2, 1])
        #expect(read.events.map(\.id) == ["o1", "o1#2"])
        #expect(read.events.map(\.shopper) == ["张三", "张三"])
        #expect(read.events.allSatisfy { $0.attributes == ["channel": "app"] })
        #expect(read.rejectCodes == ["item.missing", "item.missing"])
    }

    @Test("elements that are plain values are items when the path says so")
    func plainElements() throws {
        let map = try FieldMap(["item=basket[]", "kind==purchase"])
        let read = try readAll(
            text: "{\"user\":\"u\",\"time\":1,\"basket\":[\"a\",7]}\n", preset: "jsonl",
            options: IntakeOptions(map: map))
        #expect(read.events.map(\.item) == ["a", "7"])
    }

    @Test("--map overrides columns, gives constants, attributes and words")
    func map() throws {
        let map = try FieldMap([
            "shopper=who", "time==2024-01-31", "attributes.shop=branch", "kind:bought=purchase", "kind:Heart Beat=skip",
            "price=cost", "currency==EUR",
        ])
        let text = "who,what,event,item,branch,cost,user\nu1,x,bought,i1,N1,2,other\nu2,x,heartbeat,i2,N2,2,other\n"
        let read = try readAll(text: text, preset: "csv", options: IntakeOptions(map: map))
        #expect(
            read.events == [
                Event(
                    .purchase, at: try #require(Timestamp(iso8601: "2024-01-31")), shopper: "u1", item: "i1",
                    price: Money(minorUnits: 200, currency: .eur), attributes: ["shop": "N1"])
            ])
        #expect(read.skipped == ["heartbeat": 1])
        #expect(read.rows == 2)
    }

    @Test(
        "a --map that cannot be meant is refused with the argument",
        arguments: [
            "price", "=x", "colour=x", "price=", "kind:=purchase", "kind:bought=hug", "attributes.=x",
            "attributes.x==y",
        ])
    func badMap(argument: String) throws {
        let error = #expect(throws: IntakeError.self) { try FieldMap([argument]) }
        #expect(error?.code == "map.invalid")
        #expect(error?.message.contains("'\(argument)'") == true)
    }

    @Test("a --map to a column that is not there lists those that are")
    func mapToNowhere() throws {
        let text = Array("user,event,item,time\nu,view,i,1\n".utf8)
        for (argument, column) in [("quantity=qtty", "qtty"), ("attributes.x=colr", "colr")] {
            let options = IntakeOptions(map: try FieldMap([argument]))
            let error = try #require(try failure(reading: text, preset: "csv", options: options))
            #expect(error.code == "map.column")
            #expect(error.message.contains("'\(column)'"))
            #expect(error.remedy?.contains("'user', 'event', 'item', 'time'") == true)
        }
    }

    @Test("who acted may be a session; words for nothing are nothing")
    func actors() throws {
        let read = try readAll(
            text: "user,session,event,item,time,price,currency\nNULL,s1,view,i,1,\\N,\n,,view,i,2,,\n", preset: "csv")
        #expect(read.events.map(\.visitor) == ["s1"])
        #expect(read.events.map(\.session) == ["s1"])
        #expect(read.events.first?.price == nil)
        #expect(read.rejectCodes == ["actor.missing"])
    }

    @Test("a position that is none is left out with a warning")
    func position() throws {
        let read = try readAll(
            text: "user,event,item,time,position\nu,view,i,1,0\nu,view,i,2,1\nu,view,i,3,1.5\n", preset: "csv")
        #expect(read.events.map(\.position) == [nil, 1, nil])
        #expect(read.warnings.map(\.code) == ["position.range", "position.range"])
        #expect(read.warnings.map(\.line) == [2, 4])
    }

    @Test("the layout says what is read from where")
    func layout() throws {
        let file = try TemporaryFile("user;event;item;time;colour\nu;view;i;1;red\n")
        let options = IntakeOptions(map: try FieldMap(["surface==home"]))
        let layout = try IntakeSource.open(file.path, preset: "csv", options: options).layout
        #expect(layout.format == "CSV, delimiter ';'")
        #expect(
            layout.fields == ["shopper": "user", "kind": "event", "item": "item", "time": "time", "surface": "'home'"])
        #expect(layout.unused == ["colour"])
        #expect(layout.hasTimes)
        #expect(layout.table == .events)
    }
}
