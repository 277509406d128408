/// What one leaf category sells: its words in two languages, and the numbers that make it behave like itself.
struct LeafPlan: Sendable {
    /// From the broadest category to the narrowest.
    let path: [Phrase]
    /// Median price in major units of the shop's currency.
    let price: Double
    /// Standard deviation of the logarithm of the price.
    let spread: Double
    /// Share of purchases sent back at average quality and fit.
    let returns: Double
    /// Days after which a buyer needs the goods again; nothing for durables.
    let cycle: Double?
    let season: Season
    let types: [Phrase]
    let materials: [Phrase]
    let styles: [Phrase]
    let colours: [Phrase]
    let sizes: [Phrase]
    let benefits: [Phrase]
    /// What `materials` holds: a material, an origin, a flavour, a scent.
    let materialName: String

    init(
        _ path: String, price: Double, spread: Double = 0.45, returns: Double = 0.05, cycle: Double? = nil,
        season: Season = .none, types: String, materials: String, styles: String, colours: String = "",
        sizes: String = "", benefits: String, materialName: String = "material"
    ) {
        self.path = path.split(separator: ">").map { Phrase($0) }
        self.price = price
        self.spread = spread
        self.returns = returns
        self.cycle = cycle
        self.season = season
        self.types = Phrase.list(types)
        self.materials = Phrase.list(materials)
        self.styles = Phrase.list(styles)
        self.colours = Phrase.list(colours)
        self.sizes = Phrase.list(sizes)
        self.benefits = Phrase.list(benefits)
        self.materialName = materialName
    }

    /// One department after another, each with its leaves.
    static let all: [LeafPlan] =
        fashion + shoesAndBags + beauty + home + kitchen + electronics + grocery + sports + children + gardenAndPets
}

/// How demand for a category moves through the year: `amplitude * cos(2 pi (month - peak) / 12)` in log-odds.
struct Season: Sendable, Hashable {
    /// Month of the highest demand as a number from 1 to 13; 6.5 is the middle of June.
    let peak: Double
    let amplitude: Double

    static let none = Season(peak: 1, amplitude: 0)
    static func peaking(_ month: Double, by amplitude: Double) -> Season { Season(peak: month, amplitude: amplitude) }
}
