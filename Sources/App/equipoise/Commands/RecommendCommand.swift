import ArgumentParser
import Commerce
import Engine
import Ledger
import Terminal

struct RecommendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recommend",
        abstract: "List items for a shopper, each with the reason.",
        discussion: """
            Example:
              equipoise recommend --data shop --shopper 17850 --count 10

            Reads the newest whole snapshot and the shopper's events, those after the training included.
            """)

    @OptionGroup var place: DataOption

    @Option(help: ArgumentHelp("Who; may be repeated.", valueName: "id"))
    var shopper: [String]

    @Option(help: ArgumentHelp("How many items.", valueName: "number"))
    var count = 10

    @Option(help: ArgumentHelp("Ask this model. Default: the one that evaluated best.", valueName: "name"))
    var model: String?

    @Flag(help: "Allow items that the shopper has chosen before.")
    var includeSeen = false

    @OptionGroup var output: JSONFlag
    @OptionGroup var speech: LanguageOption

    func validate() throws {
        guard count > 0 else { throw ValidationError("--count must be positive; got \(count)") }
        guard !shopper.isEmpty, !shopper.contains("") else { throw ValidationError("name a shopper with --shopper") }
    }

    func run() throws {
        let service = try RecommendationService(
            ledger: SQLiteLedger(folder: place.folder), of: ShopFolder(place.folder))
        for refused in service.refused {
            Console.note("snapshot \(refused.version) was passed over: \(refused.reason.message)")
        }
        let lists = try shopper.map { name in
            try service.recommend(
                to: ShopperID(name), count: count, model: model, includesSeen: includeSeen, at: SystemTime().now(),
                in: speech.language)
        }
        try output.print(
            json: lists.map(encodedJSON).joined(separator: "\n"),
            text: lists.map { $0.text(in: speech.language) }.joined(separator: "\n\n"))
    }
}
