import OffPolicy

extension JudgedLog {
    /// - Parameter position: rows of one position; all of them, with the position as context, when nothing.
    static func openBandit(
        _ path: String, items: String?, position: Int?, scan: LogScan, seed: UInt64,
        fitting: (_ model: String) -> Void
    ) throws -> JudgedLog {
        let read = try OpenBanditLog(path: path, items: items, scan: scan)
        let log = try read.decisions(at: position)
        fitting("rewards")
        let model = try FixedArmModel(log: log, seed: seed).fit()
        return JudgedLog(log: log, rewards: model.rewards, leftOut: read.leftOut, modelName: model.name)
    }
}
