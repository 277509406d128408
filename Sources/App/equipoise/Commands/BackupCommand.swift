import ArgumentParser
import Commerce
import Engine
import Foundation
import Ledger
import Terminal

struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy a shop into a folder, also while it is served: ledger, models, keys.",
        discussion: """
            Example:
              equipoise backup --data shop --to backups/shop-2026-11-21

            All that was acknowledged before it began is in it. The copy is checked before it gets its name; `sha256sum -c \
            SHA256SUMS` in it checks it again at any time. Hashes of keys lie in it: keep it where the shop may lie.
            """)

    @OptionGroup var place: DataOption
    @Option(help: ArgumentHelp("Folder to be made; nothing may be there.", valueName: "folder")) var to: String
    @OptionGroup var output: JSONFlag
    @OptionGroup var speech: LanguageOption

    func run() throws {
        try output.printManifest(in: speech.language, at: to) { job, progress in
            try job.run(of: ShopFolder(place.folder), to: URL(filePath: to), time: SystemTime(), progress: progress)
        }
    }
}

struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Lay a backup out as the folder of a shop, after every hash of it was checked.",
        discussion: """
            Example:
              equipoise restore --from backups/shop-2026-11-21 --data shop

            The folder must not be there yet, or be empty.
            """)

    @Option(help: ArgumentHelp("Folder of the backup.", valueName: "folder")) var from: String
    @OptionGroup var place: DataOption
    @OptionGroup var output: JSONFlag
    @OptionGroup var speech: LanguageOption

    func run() throws {
        try output.printManifest(in: speech.language, at: place.data) { job, progress in
            try job.restore(URL(filePath: from), to: ShopFolder(place.folder), progress: progress)
        }
    }
}

extension JSONFlag {
    /// Runs a job that can be interrupted, and tells what it copied.
    fileprivate func printManifest(
        in language: Language, at place: String,
        _ run: (BackupJob, @escaping ProgressHandler) throws -> BackupManifest
    ) throws {
        let handler = InterruptHandler()
        defer { handler.release() }
        let manifest = try ProgressBar(language: language).follow { progress in
            try run(BackupJob(interruption: handler.interruption), progress)
        }
        try print(json: encodedJSON(manifest), text: manifest.text(in: language, at: place))
    }
}

extension BackupManifest {
    func text(in language: Language, at place: String) -> String {
        language == .chinese
            ? "\(place)：截至 \(created) 的 \(grouped(events)) 个事件、\(grouped(decisions)) 次决策、\(snapshots.count) 个模型快照"
            : "\(place): \(grouped(events)) events, \(grouped(decisions)) decisions and \(snapshots.count) model snapshots as of \(created)"
    }
}
