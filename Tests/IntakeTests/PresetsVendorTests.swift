import Commerce
import Testing

@testable import Intake

private func at(_ text: String) throws -> Timestamp { try #require(Timestamp(iso8601: text)) }

@Suite("Presets of vendors")
struct PresetsVendorTests {
    @Test("GA4 in BigQuery's form")
    func ga4() throws {
        let read = try readAll(
            text: """
                {"event_date":"20240131","event_timestamp":"1706659200123456","event_name":"purchase","event_params":[{"key":"ga_session_id","value":{"int_value":"77"}},{"key":"currency","value":{"string_value":"CNY"}}],"user_id":null,"user_pseudo_id":"v1","geo":{"country":"China"},"device":{"category":"mobile"},"platform":"WEB","ecommerce":{"transaction_id":"T1"},"items":[{"item_id":"S1","item_name":"蓝色杯子","item_brand":"瓷都","item_category":"家居","item_category2":"杯子","price":12.5,"quantity":2,"index":0,"item_list_id":"related"},{"item_id":"S2","item_name":"Cup","item_brand":"(not set)","price":3,"quantity":1}]}
                {"event_timestamp":1706659201000000,"event_name":"view_item","user_id":"u9","user_pseudo_id":"v1","event_params":[{"key":"currency","value":{"string_value":"CNY"}}],"items":[{"item_id":"S2","price":3.5}]}
                {"event_timestamp":1706659202000000,"event_name":"search","user_pseudo_id":"v1","event_params":[{"key":"search_term","value":{"string_value":"杯子"}}],"items":[]}
                {"event_timestamp":1706659203000000,"event_name":"page_view","user_pseudo_id":"v1"}
                {"event_timestamp":1706659204000000,"event_name":"refund","user_pseudo_id":"v1","ecommerce":{"transaction_id":"T1"}}
                {"event_timestamp":1706659205000000,"event_name":"view_item","user_pseudo_id":"v1","items":[{"item_id":"S1","price":12.5}]}
                {"event_timestamp":1706659206000000,"event_name":"begin_checkout","user_pseudo_id":"v1","items":[{"item_id":"S1"},{"item_id":"S2"}]}
                """, preset: "ga4")
        let first = Event(
            .purchase, at: try at("2024-01-31T00:00:00.123Z"), visitor: "v1", item: "S1", session: "v1.77", order: "T1",
            surface: Surface(rawValue: "related"), position: 1, quantity: 2,
            price: Money(minorUnits: 1250, currency: .cny),
            attributes: ["country": "China", "device": "mobile", "platform": "WEB"])
        #expect(read.events.first == first)
        #expect(read.events.map(\.kind) == [.purchase, .purchase, .view, .search, .view, .checkout])
        #expect(read.events.map(\.item) == ["S1", "S2", "S2", nil, "S1", nil])
        #expect(read.events[2].shopper == "u9")
        #expect(read.events[3].text == "杯子")
        #expect(read.skipped == ["page_view": 1])
        #expect(read.setAside.map(\.issue.code) == ["item.missing"])
        #expect(read.setAside.map(\.issue.line) == [5])
        // A price in no currency is left out, and said.
        #expect(read.events[4].price == nil)
        #expect(read.warnings.map(\.code) == ["currency.missing"])
        #expect(
            read.items == [
                Item(id: "S1", title: [.undetermined: "蓝色杯子"], category: ["家居", "杯子"], brand: "瓷都"),
                Item(id: "S2", title: [.undetermined: "Cup"]),
            ])
    }

    @Test("GA4 as it is collected")
    func ga4Collected() throws {
        let read = try readAll(
            text: """
                {"name":"add_to_cart","timestamp_micros":1706659200000000,"client_id":"c.1","params":{"ga_session_id":5,"currency":"GBP","items":[{"item_id":"S1","item_name":"Mug","price":9.99,"quantity":1}]}}
                """, preset: "ga4")
        #expect(
            read.events == [
                Event(
                    .cart, at: try at("2024-01-31T00:00:00Z"), visitor: "c.1", item: "S1", session: "c.1.5",
                    quantity: 1,
                    price: Money(minorUnits: 999, currency: .gbp))
            ])
        #expect(
            read.items == [
                Item(id: "S1", title: [.undetermined: "Mug"], price: Money(minorUnits: 999, currency: .gbp))
            ])
    }

    @Test("Segment track calls")
    func segment() throws {
        let read = try readAll(
            text: """
                {"type":"track","event":"Order Completed","messageId":"m1","userId":"u1","anonymousId":"a1","timestamp":"2024-01-31T10:00:00.000+08:00","properties":{"order_id":"o1","currency":"USD","products":[{"product_id":"p1","name":"马克杯","price":2.5,"quantity":2},{"sku":"p2","price":1,"quantity":1,"position":4}]}}
                {"type":"track","event":"Product Viewed","messageId":"m2","anonymousId":"a2","timestamp":"2024-01-31T02:00:01Z","properties":{"product_id":"p1","category":"Home/Mugs"}}
                {"type":"track","event":"Products Searched","messageId":"m3","anonymousId":"a2","timestamp":"2024-01-31T02:00:02Z","properties":{"query":"杯子"}}
                {"type":"identify","messageId":"m4","userId":"u1","anonymousId":"a1","timestamp":"2024-01-31T02:00:03Z","traits":{}}
                {"type":"track","event":"Coupon Entered","messageId":"m5","anonymousId":"a2","timestamp":"2024-01-31T02:00:04Z"}
                {"type":"track","event":"Product Added to Wishlist","messageId":"m6","anonymousId":"a2","timestamp":"2024-01-31T02:00:05Z","properties":{"product_id":"p1"}}
                """, preset: "segment")
        #expect(read.events.map(\.kind) == [.purchase, .purchase, .view, .search, .favourite])
        #expect(read.events.map(\.id) == ["m1", "m1#2", "m2", "m3", "m6"])
        #expect(
            read.events.first
                == Event(
                    .purchase, at: try at("2024-01-31T02:00:00Z"), shopper: "u1", visitor: "a1", item: "p1", id: "m1",
                    order: "o1", quantity: 2, price: Money(minorUnits: 250, currency: .usd)))
        #expect(read.events[1].item == "p2")
        #expect(read.events[1].position == 4)
        #expect(read.events[3].text == "杯子")
        #expect(read.skipped == ["identify": 1, "Coupon Entered": 1])
        #expect(
            read.catalogue["p1"] == Item(id: "p1", title: [.undetermined: "马克杯"], category: ["Home", "Mugs"]))
        #expect(read.rejects.isEmpty)
    }

    @Test("AIRec's three tables, as CSV and as JSON lines")
    func airec() throws {
        let csv = try readAll(
            text: """
                item_id,item_type,bhv_type,trace_id,scene_id,bhv_time,bhv_value,user_id,imei,platform,message_id,position
                i1,item,expose,selfhold,home,1706659200,1,u1,d1,ios,m1,2
                i1,item,click,t-55,home,1706659200123,1,,d1,ios,m2,
                i1,item,stay,t-55,home,1706659201,35.5,u1,,ios,m3,
                i1,item,hover,t-55,home,1706659201,1,u1,,ios,m4,
                i1,item,buy,t-55,home,1706659202,1,,,ios,m5,
                """, preset: "airec")
        #expect(csv.events.map(\.kind) == [.impression, .click, .view])
        #expect(
            csv.events.first
                == Event(
                    .impression, at: try at("2024-01-31T00:00:00Z"), shopper: "u1", visitor: "d1", item: "i1", id: "m1",
                    surface: .home, position: 2, value: 1, attributes: ["item_type": "item", "platform": "ios"]))
        #expect(csv.events[1].time == (try at("2024-01-31T00:00:00.123Z")))
        #expect(csv.events[1].decision == "t-55")
        #expect(csv.events[2].value == 35.5)
        #expect(csv.rejectCodes == ["kind.unknown", "actor.missing"])

        let json = try readAll(
            text:
                "{\"item_id\":\"i1\",\"bhv_type\":\"collect\",\"bhv_time\":\"1706659200\",\"user_id\":\"u1\",\"trace_id\":\"Alibaba\"}\n",
            preset: "airec")
        #expect(json.events == [Event(.favourite, at: try at("2024-01-31T00:00:00Z"), shopper: "u1", item: "i1")])

        let items = try readAll(
            text:
                "item_id,item_type,title,category_path,status,pub_time,user_id\ni1,item,蓝色杯子,1_22_333,1,1706659200,a\ni2,item,下架,1,0,,b\n",
            preset: "airec")
        #expect(
            items.items == [
                Item(
                    id: "i1", title: [.undetermined: "蓝色杯子"], category: ["1", "22", "333"],
                    attributes: ["item_type": "item", "user_id": "a"], availableFrom: try at("2024-01-31T00:00:00Z")),
                Item(
                    id: "i2", title: [.undetermined: "下架"], category: ["1"], stock: 0,
                    attributes: ["item_type": "item", "user_id": "b"]),
            ])
        let users = try readAll(text: "user_id,gender,city\nu1,女,杭州\n", preset: "airec")
        #expect(users.shoppers == [Shopper(id: "u1", attributes: ["gender": "女", "city": "杭州"])])
    }

    @Test("Taobao's behaviour, with and without a header")
    func taobao() throws {
        let rows =
            "1,2268318,2520377,pv,1511544070\n1,2268318,2520377,fav,1511544071\n100,5,7,buy,1511544072\n100,5,8,cart,1511544073\n"
        for text in [rows, "user_id,item_id,category_id,behavior_type,timestamp\n" + rows] {
            let read = try readAll(text: text, preset: "taobao")
            #expect(read.rows == 4)
            #expect(read.events.map(\.kind) == [.view, .favourite, .purchase, .cart])
            #expect(read.events.map(\.shopper) == ["1", "1", "100", "100"])
            #expect(read.events.first?.time == Timestamp(seconds: 1_511_544_070))
            #expect(read.items.map(\.category) == [["2520377"], ["7"], ["8"]])
        }
        let wrong = try failure(reading: Array("1,2,3\n".utf8), preset: "taobao")
        #expect(wrong?.code == "columns.missing")
    }

    @Test("RecBole's atomic files, with and without times and ratings")
    func recbole() throws {
        let rated = try readAll(
            text: "user_id:token\titem_id:token\trating:float\ttimestamp:float\n196\t242\t3\t881250949\n",
            preset: "recbole")
        #expect(
            rated.events == [
                Event(.rating, at: Timestamp(seconds: 881_250_949), shopper: "196", item: "242", value: 3)
            ])
        let plain = try TemporaryFile("user_id:token\titem_id:token\nu\ta\nu\tb\n")
        let read = try readAll(plain.path, preset: "recbole")
        #expect(read.events.map(\.kind) == [.view, .view])
        #expect(read.events.map(\.time.milliseconds) == [0, 1000])
        #expect(try IntakeSource.open(plain.path, preset: "recbole").layout.hasTimes == false)
        let items = try readAll(
            text: "item_id:token\tmovie_title:token_seq\tclass:token_seq\n1\t玩具总动员\tAnimation Comedy\n",
            preset: "recbole")
        #expect(
            items.items == [
                Item(id: "1", title: [.undetermined: "玩具总动员"], attributes: ["class": "Animation Comedy"])
            ])
        let users = try readAll(text: "user_id:token\tage:token\n1\t24\n", preset: "recbole")
        #expect(users.shoppers == [Shopper(id: "1", attributes: ["age": "24"])])
    }
}
