import Commerce
import Foundation
import Testing

@Suite("Identifiers and vocabularies")
struct VocabularyTests {
    @Test("an identifier is its text, in JSON too")
    func identifiers() throws {
        let id: ItemID = "sku-7"
        #expect(id.rawValue == "sku-7" && "\(id)" == "sku-7")
        #expect(ItemID("a") < ItemID("b") && ItemID("B") < ItemID("a"))
        let data = try JSONEncoder().encode([id])
        #expect(String(decoding: data, as: UTF8.self) == #"["sku-7"]"#)
        #expect(try JSONDecoder().decode([ItemID].self, from: data) == [id])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([ItemID].self, from: Data("[7]".utf8)) }
    }

    @Test("rows count up in order of first appearance, and names come back")
    func rows() {
        var items = Vocabulary<Item>(["b", "a", "b"])
        #expect(items.count == 2)
        #expect(items.insert("c") == 2)
        #expect(items.insert("a") == 1)
        #expect(items.row(of: "b") == 0 && items.row(of: "zz") == nil)
        #expect(items[2] == "c")
        #expect(items.identifiers == ["b", "a", "c"])
        #expect(items == Vocabulary(["b", "a", "c"]))
        #expect(items != Vocabulary(["a", "b", "c"]), "the order is the meaning")
        #expect(Vocabulary<Item>().count == 0)
    }

    @Test("an unknown row stops the program")
    func unknownRow() async {
        await #expect(processExitsWith: .failure) { _ = Vocabulary<Item>(["a"])[1] }
    }
}
