public import Commerce
import Evaluate
public import Foundation
import Intake
import Ledger
import Simulator

/// The whole job on a simulated shop, in the steps a shop would take, told as it goes.
public struct Demonstration: Sendable {
    public var folder: URL
    public var shoppers: Int
    public var items: Int
    public var days: Int
    public var seed: UInt64
    public var language: Language
    /// Columns of the terminal, for tables.
    public var width: Int
    public var interruption: Interruption
    public var progress: ProgressHandler

    public init(
        folder: URL, shoppers: Int, items: Int, days: Int, seed: UInt64, language: Language, width: Int,
        interruption: Interruption, progress: @escaping ProgressHandler
    ) {
        self.folder = folder
        self.shoppers = shoppers
        self.items = items
        self.days = days
        self.seed = seed
        self.language = language
        self.width = width
        self.interruption = interruption
        self.progress = progress
    }

    /// Name of the file that marks a folder as a demo's, so that nothing else is ever replaced.
    private static let marker = "equipoise-demo.txt"

    var configuration: ShopConfiguration {
        var configuration = ShopConfiguration.demo
        configuration.shoppers = shoppers
        configuration.items = items
        configuration.days = days
        // A small shop has fewer kinds of items.
        configuration.leaves = max(1, min(configuration.leaves, items))
        return configuration
    }

    /// - Parameter tell: called with each part of the story when it is ready.
    /// - Throws: ``EngineError`` `demo.folder` when the folder holds something else, and whatever a step throws.
    public func run(tell: (String) throws -> Void) throws {
        let configuration = configuration
        // Before an earlier demo is removed.
        try configuration.validate()
        try prepareFolder()
        let log = folder.appending(path: "log")
        let files = try SimulationJob(configuration: configuration, seed: seed).run(into: log, progress: progress)
        let paths = files.map(\.path)
        try tell(
            say(
                "① A simulated shop: \(grouped(shoppers)) shoppers, \(grouped(items)) items, \(days) days, in \(log.path)",
                "① 模拟店铺：\(grouped(shoppers)) 位顾客、\(grouped(items)) 件商品、\(days) 天，文件位于 \(log.path)"))

        let report = try ValidationJob(preset: "jsonl").run(
            paths, time: SystemTime(), interruption: interruption, progress: progress)
        let page = folder.appending(path: "validation.html")
        try OutputFile(page).write(report.html(language: language))
        try tell(validationSummary(report, page: page))

        let shop = ShopFolder(folder)
        let ledger = try SQLiteLedger(folder: folder, create: true)
        let imported = try ImportJob(preset: "jsonl").run(
            paths, into: ledger, of: shop, time: SystemTime(), interruption: interruption, progress: progress)
        try tell(importSummary(imported))

        let training = try TrainingJob(seed: seed).run(on: ledger, of: shop, time: SystemTime(), progress: progress)
        let keys = [
            MetricKey(.hr, at: 10), MetricKey(.ndcg, at: 10), MetricKey(.coverage, at: 10), MetricKey(.novelty, at: 10),
        ]
        try tell(
            say(
                "④ Models, judged by what each shopper chose last (all \(grouped(training.items)) items ranked):",
                "④ 模型评估：预测每位顾客的最后一次选择（对全部 \(grouped(training.items)) 件商品排序）：")
                + "\n" + training.evaluation.table(language: language, keys: keys, width: width))
        try tell(recommendations(from: ledger, of: shop))
        try tell(decisions())
    }

    /// Policies at work in small shops of their own: what each truly earned.
    private func decisions() throws -> String {
        let report = try ClosedLoopJob(
            policies: PolicyChoice.list("greedy,epsilon-greedy(0.1),budgeted(0.02)"),
            settings: LoopSettings(days: 14, shoppers: 300, items: 200), seeds: (0..<4).map { seed &+ $0 }
        ).run(interruption: interruption, progress: progress)
        return say(
            "⑥ Decisions in small shops whose truth is known: what each policy earned, spent on exploring and found:",
            "⑥ 在真实情况已知的小店里做决策：各策略的收益、探索花费与新品发现：")
            + "\n" + report.table(language: language, width: width, isBrief: true)
    }

    private func prepareFolder() throws {
        do {
            try replaceFolder()
        } catch let error as EngineError {
            throw error
        } catch {
            throw EngineError(
                code: "demo.folder", message: "the folder \(folder.path) cannot be made",
                remedy: "name a folder in a place where this user may write with --data", cause: error)
        }
    }

    private func replaceFolder() throws {
        let manager = FileManager.default
        let marker = folder.appending(path: Self.marker)
        if manager.fileExists(atPath: folder.path) {
            let isEmpty = try manager.contentsOfDirectory(atPath: folder.path).isEmpty
            guard isEmpty || manager.fileExists(atPath: marker.path) else {
                throw EngineError(
                    code: "demo.folder", message: "\(folder.path) holds something that is not a demo",
                    remedy: "name another folder with --data")
            }
            try manager.removeItem(at: folder)
        }
        try manager.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data("Made by `equipoise demo`; the next demo replaces this folder.\n".utf8).write(to: marker)
    }

    private func validationSummary(_ report: ValidationReport, page: URL) -> String {
        var lines = [
            say(
                "② Validation: \(grouped(report.rows.read)) rows, \(grouped(report.rows.rejected)) rejected; plots in \(page.path)",
                "② 数据检查：共 \(grouped(report.rows.read)) 行，拒绝 \(grouped(report.rows.rejected)) 行；图表见 \(page.path)")
        ]
        for finding in report.findings.prefix(3) { lines.append("   · " + finding.message[language]) }
        return lines.joined(separator: "\n")
    }

    private func importSummary(_ report: ImportReport) -> String {
        let events = report.files.reduce(0) { $0 + $1.eventsAdded }
        let rows = report.files.reduce(0) { $0 + $1.rows }
        let rate = Int(Double(rows) / max(report.seconds, 0.001))
        return say(
            "③ Import: \(grouped(events)) events committed at \(grouped(rate)) rows a second",
            "③ 导入：已提交 \(grouped(events)) 个事件，每秒 \(grouped(rate)) 行")
    }

    /// Lists for a few shoppers who did something lately.
    private func recommendations(from ledger: SQLiteLedger, of shop: ShopFolder) throws -> String {
        let service = try RecommendationService(ledger: ledger, of: shop)
        let now = try ledger.eventSpan()?.upperBound ?? SystemTime().now()
        var chosen: [ShopperID] = []
        // Yesterday's buyers; in a shop too small to have three, whoever bought, or at least chose, something.
        let queries = [
            EventQuery(from: now - .days(1), kinds: [.purchase]), EventQuery(kinds: [.purchase]),
            EventQuery(kinds: [.click, .view]),
        ]
        for query in queries where chosen.count < 3 {
            for event in try ledger.events(matching: query) {
                guard let shopper = event.shopper, !chosen.contains(shopper) else { continue }
                chosen.append(shopper)
                if chosen.count == 3 { break }
            }
        }
        let lists = try chosen.map {
            try service.recommend(to: $0, count: 5, at: now, in: language).text(in: language)
        }
        return ([say("⑤ Recommendations for some of the latest buyers:", "⑤ 为几位最近下单的顾客推荐：")] + lists)
            .joined(separator: "\n\n")
    }

    private func say(_ english: String, _ chinese: String) -> String { language == .chinese ? chinese : english }
}
