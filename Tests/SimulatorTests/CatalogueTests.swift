import Commerce
import Testing

@testable import Simulator

@Suite("The goods are described as a shop describes them")
struct CatalogueTests {
    @Test("Sixty leaf categories in ten departments, each with words in both languages")
    func hasWords() {
        #expect(LeafPlan.all.count == 60)
        #expect(Set(LeafPlan.all.map { $0.path[0] }).count == 10)
        #expect(Set(LeafPlan.all.map { $0.path }).count == 60)
        for plan in LeafPlan.all {
            #expect((2...3).contains(plan.path.count))
            #expect(plan.types.count >= 3 && plan.materials.count >= 3 && plan.styles.count >= 3)
            #expect(plan.benefits.count == 3)
            for phrase in plan.path + plan.types + plan.materials + plan.styles + plan.colours + plan.benefits {
                #expect(!phrase.english.isEmpty && phrase.english.unicodeScalars.allSatisfy { $0.value < 0x250 })
                #expect(phrase.chinese.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }, "\(phrase)")
            }
            #expect(BrandNames.of(department: plan.path[0].english).count >= 6)
            #expect(plan.price > 0 && plan.returns > 0 && plan.returns < 0.2)
        }
    }

    @Test("Titles by hand, with colour and with size")
    func titles() throws {
        let dress = try #require(LeafPlan.all.first { $0.path.last?.english == "Dresses" })
        let words = ItemWords(type: 0, material: 0, style: 1, colour: 0, size: -1)
        let brand = Phrase("Oakthread", "橡线")
        let title = TitleWriter(plan: dress, brand: brand, words: words).title
        #expect(title.english == "Pleated Linen Summer Dress, Navy")
        #expect(title.chinese == "海军蓝亚麻百褶夏季连衣裙")
        let coffee = try #require(LeafPlan.all.first { $0.path.last?.english == "Coffee" })
        let beans = TitleWriter(
            plan: coffee, brand: brand, words: ItemWords(type: 0, material: 2, style: 0, colour: -1, size: 1))
        #expect(beans.title.english == "Light-Roast Yunnan Coffee Beans, 500 g")
        #expect(beans.title.chinese == "云南浅烘咖啡豆 500克")
        #expect(
            beans.attributes == ["type": "Coffee Beans", "origin": "Yunnan", "style": "Light-Roast", "size": "500 g"])
        #expect(beans.description(turn: 0).english.contains("Oakthread"))
        #expect(beans.description(turn: 4).chinese.contains("橡线"))
    }

    @Test("Prices end as a shop's do and centre on their category's")
    func prices() throws {
        #expect(ItemGenerator.shelfPrice(23.4, in: .usd) == 2299)
        #expect(ItemGenerator.shelfPrice(0.2, in: .usd) == 99)
        #expect(ItemGenerator.shelfPrice(127, in: .usd) == 12_499)
        #expect(ItemGenerator.shelfPrice(412, in: .gbp) == 40_999)
        #expect(ItemGenerator.shelfPrice(412.4, in: .jpy) == 412)
        let catalogue = try Shop(.demo, seed: 1).catalogue
        for (row, items) in catalogue.itemsByLeaf.enumerated() where items.count > 40 {
            let prices = items.compactMap { catalogue.listing[Int($0)].price?.decimal }.sorted()
            let ratio = prices[prices.count / 2] / catalogue.leaves[row].plan.price
            #expect(ratio > 0.6 && ratio < 1.7)
        }
    }

    @Test("Items of one category lie closer together than items of one department, and those closer than strangers")
    func hasGeometry() throws {
        let catalogue = try Shop(.demo, seed: 4).catalogue
        var sums = (leaf: 0.0, department: 0.0, strangers: 0.0)
        var counts = (leaf: 0.0, department: 0.0, strangers: 0.0)
        for a in stride(from: 0, to: 2000, by: 13) {
            for b in stride(from: a + 1, to: 2000, by: 17) {
                let (left, right) = (catalogue.truths[a], catalogue.truths[b])
                let cosine = Double((left.taste * right.taste).sum())
                if left.leaf == right.leaf {
                    sums.leaf += cosine
                    counts.leaf += 1
                } else if catalogue.leaves[Int(left.leaf)].department == catalogue.leaves[Int(right.leaf)].department {
                    sums.department += cosine
                    counts.department += 1
                } else {
                    sums.strangers += cosine
                    counts.strangers += 1
                }
            }
        }
        #expect(sums.leaf / counts.leaf > 0.5)
        #expect(sums.department / counts.department > 0.2)
        #expect(abs(sums.strangers / counts.strangers) < 0.15)
    }

    @Test("A query for an item again finds it first; one for its type finds its type")
    func searches() throws {
        let shop = try Shop(.tiny, seed: 1)
        var random = SeededGenerator(seed: 2)
        for item in stride(from: 0, to: Int32(shop.catalogue.count), by: 5) {
            let query = shop.query(for: item, exactly: true, in: .english, using: &random)
            let own = query.agreement(with: item, in: shop.catalogue)
            let items = 0..<Int32(shop.catalogue.count)
            #expect(items.allSatisfy { query.agreement(with: $0, in: shop.catalogue) <= own })
            let type = shop.catalogue.leaves[query.leaf].plan.types[query.words.type]
            #expect(query.text.contains(type.english.lowercased()))
            #expect(shop.query(for: item, exactly: false, in: .chinese, using: &random).text.contains(type.chinese))
        }
    }

    @Test("Currencies without decimals and promotions change what is charged")
    func discounts() throws {
        var configuration = ShopConfiguration.tiny
        configuration.promotions = [Promotion(firstDay: 5, days: 2, discount: 0.25, department: 0)]
        let shop = try Shop(configuration, seed: 1)
        for item in 0..<Int32(shop.catalogue.count) {
            let usual = try #require(shop.catalogue.listing[Int(item)].price)
            let isOnOffer = shop.catalogue.department(ofLeaf: shop.catalogue.leaf(of: item)) == 0
            #expect(shop.price(of: item, day: 4) == usual && shop.price(of: item, day: 7) == usual)
            let reduced = Int64((Double(usual.minorUnits) * 0.75).rounded())
            #expect(shop.price(of: item, day: 6).minorUnits == (isOnOffer ? reduced : usual.minorUnits))
        }
    }
}
