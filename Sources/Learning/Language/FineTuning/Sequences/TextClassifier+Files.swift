public import Foundation
public import Tensor

extension TextClassifier {
    private static let detectorName = "scope.safetensors"

    /// The classifier of a folder that was saved by us, or by Python's `AutoModelForSequenceClassification`.
    ///
    /// - Throws: as `SentenceEncoder(folder:)`; `LanguageError` `classifier.head` without a head, `classifier.labels` when
    ///   `config.json` does not name one label for each output.
    public init(folder: URL, on device: Device = .cpu) throws {
        let (model, json) = try SequenceModel.load(folder, on: device)
        let names = json["id2label"]?.object ?? []
        let labels = (0..<model.head.outputs).compactMap { number in
            names.first { $0.name == "\(number)" }?.value.string
        }
        guard labels.count == model.head.outputs, labels.count > 1 else {
            throw LanguageError(
                code: "classifier.labels",
                message:
                    "config.json names \(names.count) labels (id2label); the head has \(model.head.outputs) outputs",
                remedy: labels.count < 2 && model.head.outputs == 1
                    ? "This is a model of a number: read it as a regressor." : "The folder is damaged; save it again.")
        }
        let own = json[SequenceModel.ownName]
        try self.init(
            model: model, labels: labels, temperature: own?["temperature"]?.double ?? 1,
            outOfScope: own?["out_of_scope"]?.string,
            detector: try Self.detector(in: folder, threshold: own?["threshold"]?.double, on: device))
    }

    /// Writes a folder that ``init(folder:on:)`` and Python's `AutoModelForSequenceClassification` read; it appears whole
    /// or not at all.
    public func save(to folder: URL) throws {
        var own = [("temperature", "\(temperature)")]
        if let outOfScope { own.append(("out_of_scope", JSONText.quoted(outOfScope))) }
        if let detector, detector.threshold.isFinite { own.append(("threshold", "\(detector.threshold)")) }
        try ModelFolder.write(to: folder) { folder in
            try model.save(to: folder, labels: labels, own: own.map { (name: $0.0, value: $0.1) })
            guard let detector else { return }
            try WeightFile.write(
                [
                    NamedTensor(name: "means", tensor: detector.means),
                    NamedTensor(name: "whitening", tensor: detector.whitening),
                ], to: folder.appending(path: Self.detectorName).path)
        }
    }

    private static func detector(in folder: URL, threshold: Double?, on device: Device) throws -> ScopeDetector? {
        let path = folder.appending(path: detectorName).path
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let file = try WeightFile(path: path)
        return ScopeDetector(
            means: try file.tensor("means", on: device), whitening: try file.tensor("whitening", on: device),
            threshold: threshold ?? .infinity)
    }
}
