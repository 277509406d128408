import ArgumentParser
import Foundation

/// Where a shop's ledger and models live.
struct DataOption: ParsableArguments {
    @Option(help: ArgumentHelp("Folder of the shop: its ledger and its models.", valueName: "folder"))
    var data: String

    var folder: URL { URL(filePath: data) }
}
