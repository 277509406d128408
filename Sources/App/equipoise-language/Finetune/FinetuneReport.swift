import Commerce
import Engine
import Evaluate
import Foundation
import Language
import Tensor
import Terminal

/// What a fine-tuning came to, for people and machines.
struct FinetuneReport: Encodable {
    struct Parameters: Encodable {
        var total: Int
        var trained: Int
    }

    var task: FinetuneTask
    var examples: Int
    var parameters: Parameters
    var seconds: Double
    /// Examples of training a second.
    var rate: Double
    var epochs: [EpochReport]
    var bestEpoch: Int?
    var validation: TextMeasures
    var test: TextMeasures?
    /// What logits are divided by.
    var temperature: Double?
    var output: String

    func text(in language: Language) -> String {
        let isChinese = language == .chinese
        let share = String(format: "%.2f", 100 * Double(parameters.trained) / Double(parameters.total))
        var lines = [
            isChinese
                ? "\(grouped(examples)) 条样本，\(epochs.count) 轮，\(Int(seconds.rounded())) 秒（每秒 \(Int(rate)) 条）"
                : "\(grouped(examples)) examples, \(epochs.count) epochs, \(Int(seconds.rounded())) s (\(Int(rate)) examples/s)",
            isChinese
                ? "训练参数 \(grouped(parameters.trained)) / \(grouped(parameters.total))（\(share) %）"
                : "\(grouped(parameters.trained)) of \(grouped(parameters.total)) parameters trained (\(share) %)",
        ]
        lines += epochs.map { epoch in
            let score = epoch.measures.sorted { $0.key < $1.key }
                .map { "\($0.key) \(String(format: "%.4f", $0.value))" }.joined(separator: "  ")
            return "  \(epoch.epoch)  loss \(String(format: "%.4f", epoch.loss))  \(score)\(epoch.isBest ? " *" : "")"
        }
        lines.append((isChinese ? "验证集：" : "validation: ") + validation.text(in: language))
        if let test { lines.append((isChinese ? "测试集：" : "test: ") + test.text(in: language)) }
        lines.append(isChinese ? "模型写入 \(output)" : "model in \(output)")
        return lines.joined(separator: "\n")
    }
}

/// How well a model answers; the members that fit its task.
struct TextMeasures: Encodable {
    var count = 0
    var accuracy: Double?
    var macroF1: Double?
    var logLoss: Double?
    var calibrationError: Double?
    var auc: Double?
    /// Of texts that are of a class, the share that got it; others count as wrong.
    var inScopeAccuracy: Double?
    /// Of texts of no class, the share that was turned away.
    var outOfScopeRecall: Double?
    var rmse: Double?
    var mae: Double?
    var correlation: Double?
    var precision: Double?
    var recall: Double?
    var f1: Double?
    var reciprocalRank: Double?

    func text(in language: Language) -> String {
        let isChinese = language == .chinese
        let all: [(String, String, Double?)] = [
            ("accuracy", "准确率", accuracy), ("macro F1", "宏平均 F1", macroF1), ("AUC", "AUC", auc),
            ("log loss", "对数损失", logLoss), ("calibration error", "校准误差", calibrationError),
            ("in-scope accuracy", "范围内准确率", inScopeAccuracy), ("out-of-scope recall", "范围外召回率", outOfScopeRecall),
            ("RMSE", "均方根误差", rmse), ("MAE", "平均绝对误差", mae), ("correlation", "相关系数", correlation),
            ("precision", "精确率", precision), ("recall", "召回率", recall), ("F1", "F1", f1),
            ("reciprocal rank", "平均倒数排名", reciprocalRank),
        ]
        return all.compactMap { english, chinese, value in
            value.map { "\(isChinese ? chinese : english) \(String(format: "%.4f", $0))" }
        }.joined(separator: isChinese ? "，" : ", ")
            + (isChinese ? "（\(grouped(count)) 条）" : " (\(grouped(count)) texts)")
    }
}
