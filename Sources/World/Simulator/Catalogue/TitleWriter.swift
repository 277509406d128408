/// Names and describes items in both languages from their category's words.
struct TitleWriter {
    let plan: LeafPlan
    let brand: Phrase
    let words: ItemWords

    private var type: Phrase { plan.types[words.type] }
    private var material: Phrase { plan.materials[words.material] }
    private var style: Phrase { plan.styles[words.style] }
    private var colour: Phrase? { words.colour < 0 ? nil : plan.colours[words.colour] }
    private var size: Phrase? { words.size < 0 ? nil : plan.sizes[words.size] }

    /// `Pleated Linen Summer Dress, Navy` and `海军蓝亚麻百褶夏季连衣裙`; the brand stands in a field of its own.
    var title: Phrase {
        var english = "\(style.english) \(material.english) \(type.english)"
        if let colour { english += ", \(colour.english)" }
        if let size { english += ", \(size.english)" }
        var chinese = "\(colour?.chinese ?? "")\(material.chinese)\(style.chinese)\(type.chinese)"
        if let size { chinese += " \(size.chinese)" }
        return Phrase(english, chinese)
    }

    /// A sentence or two in each language; `turn` picks among the benefits and the wordings.
    func description(turn: Int) -> Phrase {
        let benefit = plan.benefits[turn % plan.benefits.count]
        let leaf = plan.path[plan.path.count - 1]
        switch turn / plan.benefits.count % 3 {
        case 0:
            return Phrase(
                "\(style.english) \(material.english) \(type.english) by \(brand.english): \(benefit.english).",
                "\(brand.chinese)\(style.chinese)\(type.chinese)，\(material.chinese)，\(benefit.chinese)。")
        case 1:
            return Phrase(
                "\(capitalised(benefit.english)). \(brand.english) \(leaf.english), \(material.english), "
                    + "\(style.english).",
                "\(benefit.chinese)。\(brand.chinese)出品，\(material.chinese)\(style.chinese)\(type.chinese)。")
        default:
            return Phrase(
                "\(brand.english) \(type.english). \(style.english), \(material.english) and \(benefit.english).",
                "来自\(brand.chinese)\(leaf.chinese)系列：\(style.chinese)\(type.chinese)，\(material.chinese)，"
                    + "\(benefit.chinese)。")
        }
    }

    /// What a shop lists beside the title.
    var attributes: [String: String] {
        var attributes = [
            "type": type.english, plan.materialName: material.english, "style": style.english,
        ]
        if let colour { attributes["colour"] = colour.english }
        if let size { attributes["size"] = size.english }
        return attributes
    }
}

private func capitalised(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
}
