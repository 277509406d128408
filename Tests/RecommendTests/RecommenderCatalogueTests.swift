import Commerce
import Linear
import Testing

@testable import Recommend

@Suite struct RecommenderCatalogueTests {
    static let examples = Shop.random(shoppers: 30, items: 10, longest: 6, seed: 8)

    @Test func `names are those of tables and the command line`() {
        #expect(
            RecommenderCatalogue.names == [
                "popularity", "markov", "item-knn", "user-knn", "ease", "als", "bpr", "content", "blend",
            ])
        #expect(!RecommenderCatalogue.names(suitedToItems: 1_000_000).contains("ease"))
    }

    @Test(arguments: RecommenderCatalogue.names.filter { $0 != "als" && $0 != "bpr" && $0 != "blend" })
    func `a model is made, saved and loaded by name`(_ name: String) throws {
        let estimator = try RecommenderCatalogue.estimator(
            named: name, catalogue: Shop.catalogue(Self.examples.items), for: Self.examples)
        var generator = SeededGenerator(seed: 1)
        let model: any Recommender = try estimator.fit(Self.examples, using: &generator)
        #expect(type(of: model).name == name)
        var bundle = ArrayBundle()
        RecommenderCatalogue.save(model, into: &bundle)
        let loaded = try RecommenderCatalogue.load(
            from: bundle, shoppers: Self.examples.shoppers, items: Self.examples.items)
        #expect(type(of: loaded).name == name)
        let history = History(items: [1, 2])
        #expect(try loaded.topK(for: history, count: 5) == model.topK(for: history, count: 5))
    }

    @Test func `unknown names are refused with the known ones as a remedy`() {
        do {
            _ = try RecommenderCatalogue.estimator(named: "item-nkk", for: Self.examples)
            Issue.record("expected a failure")
        } catch {
            let failure = error as? RecommendError
            #expect(failure?.code == "catalogue.name" && failure?.message == "there is no recommender 'item-nkk'")
            #expect(failure?.remedy?.contains("item-knn, user-knn") == true)
        }
        var bundle = ArrayBundle()
        #expect(
            code { try RecommenderCatalogue.load(from: bundle, shoppers: .init(), items: .init()) } == "arrays.missing")
        bundle.metadata["model"] = "oracle"
        #expect(
            code { try RecommenderCatalogue.load(from: bundle, shoppers: .init(), items: .init()) } == "catalogue.name")
    }
}
