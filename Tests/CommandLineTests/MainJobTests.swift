import Foundation
import Testing

/// The commands one after the other, as the README shows them, on a shop small enough for a test.
@Suite("The main job at the command line")
struct MainJobTests {
    /// Forty shoppers of two tastes: each buys seven of the ten items of one taste, in a varied order.
    static func orders() -> String {
        var text = "event,time,shopper,item,quantity,price,currency\n"
        for shopper in 0..<40 {
            for step in 0..<7 {
                let item = (shopper % 2) * 10 + (shopper * 3 + step * (shopper % 4 == 0 ? 3 : 7)) % 10
                let minute = String(shopper + 10)
                text += "purchase,2026-01-\(step + 11)T10:\(minute):00Z,shopper \(shopper),item \(item),1,9.99,EUR\n"
            }
        }
        return text
    }

    static let items = """
        id,title,title_zh,category,brand
        item 0,Linen shirt,亚麻衬衫,Clothing,Weft
        item 10,Steel kettle,不锈钢水壶,Kitchen,Kettler

        """

    @Test("imports once, trains, evaluates, recommends with reasons, and is sound")
    func mainJob() throws {
        let folder = try TemporaryFolder()
        let (orders, items) = (try folder.file("orders.csv", Self.orders()), try folder.file("items.csv", Self.items))
        let shop = folder.path("shop")
        func succeed(_ arguments: [String]) throws -> String {
            let result = try CommandRunner.run(arguments, environment: ["LANG": "C"])
            try #require(result.status == 0, "\(arguments): \(result.errors)\(result.output)")
            return result.output
        }
        func object(_ text: String) throws -> [String: Any] {
            try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        }

        let validation = try object(try succeed(["validate", orders, "--preset", "csv", "--json"]))
        #expect((validation["rows"] as? [String: Any])?["read"] as? Int == 280)

        let first = try succeed(["import", items, orders, "--preset", "csv", "--data", shop])
        #expect(first.contains("280 events added"))
        let second = try succeed(["import", orders, "--preset", "csv", "--data", shop])
        #expect(second.contains("imported before"))
        let renamed = try folder.file("renamed.csv", Self.orders() + "\n")
        let third = try succeed(["import", renamed, "--preset", "csv", "--data", shop])
        #expect(third.contains("0 events added"))

        let trained = try object(
            try succeed(["train", "--data", shop, "--models", "popularity,markov,item-knn", "--json"]))
        #expect(trained["saved"] as? [String] == ["popularity", "markov", "item-knn"])

        // A cleaning of one's own is applied and recorded; a step that does not exist is refused by name.
        let recipe = try folder.file("clean.json", #"{"steps": [{"step": "keep-kinds", "kinds": ["view"]}]}"#)
        let nothingLeft = try CommandRunner.run([
            "train", "--data", shop, "--models", "popularity", "--cleaning", recipe,
        ])
        #expect(nothingLeft.status != 0)
        let wrong = try folder.file("wrong.json", #"{"steps": [{"step": "polish"}]}"#)
        let refusedRecipe = try CommandRunner.run([
            "train", "--data", shop, "--models", "popularity", "--cleaning", wrong,
        ])
        #expect(refusedRecipe.status != 0)
        #expect(refusedRecipe.errors.contains("polish"))

        let list = try object(
            try succeed([
                "recommend", "--data", shop, "--shopper", "shopper 1", "--count", "3", "--model", "item-knn", "--json",
            ]))
        let places = try #require(list["items"] as? [[String: Any]])
        #expect(places.count == 3)
        for place in places {
            let item = try #require(place["item"] as? String)
            // Shoppers of odd number like items 10 to 19 only.
            #expect(try #require(Int(item.dropFirst("item ".count))) >= 10)
            #expect((place["because"] as? [String])?.isEmpty == false)
        }
        let chinese = try succeed(["recommend", "--data", shop, "--shopper", "nobody yet", "--language", "zh"])
        #expect(chinese.contains("还没有可依据的行为记录"))

        let report = try object(
            try succeed([
                "evaluate", "recommend", orders, "--preset", "csv", "--protocol", "leave-last-out", "--models",
                "popularity,item-knn", "--cutoffs", "1,5", "--seed", "3", "--json",
            ]))
        let models = try #require(report["models"] as? [[String: Any]])
        #expect(models.compactMap { $0["name"] as? String } == ["popularity", "item-knn"])
        let metrics = try models.map { try #require($0["metrics"] as? [String: Double]) }
        #expect(try #require(metrics[1]["hr@5"]) > (try #require(metrics[0]["hr@5"])))

        let sound = try CommandRunner.run(["doctor", "--data", shop])
        #expect(sound.status == 0, "\(sound.output)")
        let snapshots = try FileManager.default.contentsOfDirectory(atPath: shop + "/models")
        let damaged = try #require(snapshots.first { !$0.hasPrefix(".") })
        try Data("{}".utf8).write(to: URL(filePath: "\(shop)/models/\(damaged)/manifest.json"))
        let unsound = try CommandRunner.run(["doctor", "--data", shop])
        #expect(unsound.status != 0)
        #expect(unsound.output.contains(damaged))
        let refused = try CommandRunner.run(["recommend", "--data", shop, "--shopper", "shopper 1"])
        #expect(refused.status != 0)
        #expect(refused.errors.contains("train"))
    }

    @Test("help names every command, and unknown models and options are refused with the known ones")
    func helpAndMistakes() throws {
        let help = try CommandRunner.run(["--help"])
        #expect(help.status == 0)
        for command in ["demo", "validate", "import", "train", "evaluate", "recommend", "doctor"] {
            #expect(help.output.contains("  \(command) "))
            let own = try CommandRunner.run([command, "--help"])
            #expect(own.status == 0)
            #expect(own.output.contains("equipoise \(command)"))
        }
        let unknown = try CommandRunner.run(["train", "--data", "x", "--models", "magic"])
        #expect(unknown.status != 0)
        #expect(unknown.errors.contains("magic"))
        #expect(unknown.errors.contains("item-knn"))
        let cutoffs = try CommandRunner.run(["evaluate", "recommend", "f", "--preset", "lines", "--cutoffs", "5,x"])
        #expect(cutoffs.status != 0)
        #expect(cutoffs.errors.contains("5,x"))
    }
}
