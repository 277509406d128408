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
        let badLines = scan.badLines
        return JudgedLog(
            log: log, rewards: model.rewards,
            countsOfAnotherLog: { other in
                let other = try OpenBanditLog(path: other, items: items, scan: LogScan(badLines: badLines))
                    .decisions(at: position)
                var counts = [Double](repeating: 0, count: other.arms.count)
                for action in other.actions { counts[Int(action)] += 1 }
                return counts
            }, leftOut: read.leftOut, modelName: model.name)
    }
}
