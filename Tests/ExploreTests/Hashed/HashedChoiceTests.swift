import Explore
import Testing

@Suite("Hashed features of a choice")
struct HashedChoiceTests {
    @Test("shared features come first, then each action's, cut by namespaces")
    func layout() {
        var choice = HashedChoice()
        for _ in 0..<2 {
            choice.reset()
            choice.beginNamespace(letter: 85)
            choice.append(hash: 1, value: 2)
            choice.append(hash: 2, value: 0)
            choice.beginNamespace(letter: 86)
            choice.beginNamespace(letter: 87)
            choice.append(hash: 3, value: -1)
            choice.beginAction()
            choice.beginAction()
            choice.beginNamespace(letter: 65)
            choice.append(hash: 4, value: 1)
        }
        #expect(choice.count == 2)
        #expect(choice.features.map(\.hash) == [1, 3, 4])
        #expect(choice.namespaces.map(\.letter) == [85, 87, 65])
        #expect(choice.sharedNamespaces == 0..<2)
        #expect(choice.namespaces(of: 0).isEmpty)
        #expect(choice.namespaces(of: 1) == 2..<3)
        #expect(choice.features(of: 1).map(\.value) == [-1])
    }

    @Test("a name's hash depends on its namespace and on where its parts end")
    func hashes() {
        func hash(_ namespace: String, _ parts: String...) -> UInt32 {
            var hash = FeatureHash(namespace: namespace.utf8)
            for part in parts {
                hash.combine(part.utf8)
                hash.close()
            }
            return hash.value
        }
        let all = [
            hash("a", "b"), hash("b", "a"), hash("", "ab"), hash("ab"), hash("a", "bc"), hash("a", "b", "c"),
            hash("ab", "c"), hash("a", "c", "b"),
        ]
        #expect(Set(all).count == all.count)
        // 10,000 names in 2^18 slots: about 188 are expected to share one (a birthday count, standard deviation 14).
        let slots = Set((0..<10_000).map { hash("item", "name\($0)") & (1 << 18 - 1) })
        #expect((10_000 - slots.count) < 188 + 6 * 14)
    }
}
