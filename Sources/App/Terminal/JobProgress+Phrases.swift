package import Commerce
package import Engine

extension JobProgress.Stage {
    package func phrase(in language: Language) -> String {
        let isChinese = language == .chinese
        return switch self {
        case .simulating: isChinese ? "模拟店铺" : "Simulating a shop"
        case .deciding: isChinese ? "运行策略" : "Running policies"
        case .validating(let file): isChinese ? "检查 \(file)" : "Validating \(file)"
        case .importing(let file): isChinese ? "导入 \(file)" : "Importing \(file)"
        case .judging(let file): isChinese ? "读取 \(file)" : "Reading \(file)"
        case .exporting: isChinese ? "导出决策" : "Exporting decisions"
        case .reading: isChinese ? "读取事件" : "Reading events"
        case .fitting(let model): isChinese ? "训练 \(model)" : "Fitting \(model)"
        case .learningBlend: isChinese ? "学习融合权重" : "Learning the blend"
        case .scoring(let model): isChinese ? "评估 \(model)" : "Scoring \(model)"
        case .resampling: isChinese ? "计算置信区间" : "Computing intervals"
        case .saving: isChinese ? "保存模型" : "Saving the models"
        case .backingUp: isChinese ? "备份店铺" : "Backing up the shop"
        case .restoring: isChinese ? "恢复店铺" : "Restoring the shop"
        case .embedding: isChinese ? "计算文本向量" : "Embedding texts"
        case .training: isChinese ? "训练" : "Training"
        }
    }
}

extension JobProgress.Unit {
    package func phrase(in language: Language) -> String {
        let isChinese = language == .chinese
        return switch self {
        case .rows: isChinese ? "行" : "rows"
        case .events: isChinese ? "事件" : "events"
        case .shoppers: isChinese ? "位顾客" : "shoppers"
        case .days: isChinese ? "天" : "days"
        case .bytes: isChinese ? "字节" : "bytes"
        case .steps: isChinese ? "步" : "steps"
        case .texts: isChinese ? "条文本" : "texts"
        }
    }
}
