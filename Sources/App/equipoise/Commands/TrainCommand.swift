import ArgumentParser
import Commerce
import Engine
import Evaluate
import Ledger
import Terminal

struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Learn recommenders from a shop's ledger and save them as a snapshot.",
        discussion: """
            Example:
              equipoise train --data shop

            Every model is first measured on each shopper's last item, then fitted again to everything. Without \
            --models, all that suit the size of the shop are tried, and the best is saved, with popularity beside it.
            """)

    @OptionGroup var place: DataOption
    @OptionGroup var choice: ModelOptions
    @OptionGroup var cleaning: CleaningOption

    @Flag(help: "Try every model that suits the shop; the default.")
    var auto = false

    @OptionGroup var output: JSONFlag
    @OptionGroup var speech: LanguageOption

    func validate() throws {
        if auto, choice.models != nil { throw ValidationError("give either --auto or --models, not both") }
    }

    func run() throws {
        let bar = ProgressBar(language: speech.language)
        let job = TrainingJob(
            models: try choice.names(), seed: choice.seed, preparation: try cleaning.applied(to: .standard))
        let result = try bar.follow { progress in
            try job.run(
                on: SQLiteLedger(folder: place.folder), of: ShopFolder(place.folder), time: SystemTime(),
                progress: progress)
        }
        try output.print(json: encodedJSON(result), text: result.text(in: speech.language))
    }
}

extension TrainingJob.Result {
    func text(in language: Language) -> String {
        let table = evaluation.table(language: language, width: Console.tableWidth)
        let names = saved.joined(separator: ", ")
        let about =
            language == .chinese
            ? "已保存快照 \(snapshot)：\(names)（默认 \(best)）；学习了 \(grouped(shoppers)) 位顾客、\(grouped(items)) 件商品的 \(grouped(interactions)) 次互动"
            : "saved snapshot \(snapshot): \(names) (default \(best)); learned from \(grouped(interactions)) "
                + "interactions of \(grouped(shoppers)) shoppers with \(grouped(items)) items"
        return table + "\n" + about
    }
}
