import Linear
import Tensor

extension TextClassifier {
    /// With the temperature, and when texts may be turned away the scope, fitted to the model as it is now.
    ///
    /// - Parameters:
    ///   - validation: texts that the model has not learned from.
    ///   - train: those that it has, which say where the classes lie.
    ///   - share: of validation texts of the classes that may be turned away so that texts of no class are; nil turns none
    ///     away by distance.
    /// - Throws: `LanguageError` `labels.unseen` for a label that is none of the classifier's.
    public func calibrated(
        on validation: LabelledTexts, learnedFrom train: LabelledTexts, turningAway share: Double?
    ) throws -> TextClassifier {
        let answers = try logitsAndVectors(validation.texts, pairs: validation.pairs)
        return try calibrated(answers, of: validation, learnedFrom: train, turningAway: share)
    }

    /// The same with the head's numbers and vectors of the validation texts at hand.
    func calibrated(
        _ answers: (logits: Matrix, vectors: Matrix), of validation: LabelledTexts, learnedFrom train: LabelledTexts,
        turningAway share: Double?
    ) throws -> TextClassifier {
        var result = self
        result.temperature = try Temperature.fitted(answers.logits, classes: numbers(of: validation.labels))
        guard let share else {
            result.detector = nil
            return result
        }
        var detector = try scope(of: train)
        let distances = try detector.distances(answers.vectors)
        detector.turnAway(
            share, of: validation.labels.indices.filter { validation.labels[$0] != outOfScope }.map { distances[$0] })
        result.detector = detector
        return result
    }

    /// With the distance at which texts are turned away moved so that as many of these are as another classifier turns
    /// away: for one whose vectors have become a little less exact.
    public func turningAway(as other: TextClassifier, of texts: LabelledTexts) throws -> TextClassifier {
        guard var detector, let share = try other.turnedAwayShare(of: texts) else { return self }
        detector.turnAway(share, of: try detector.distances(vectors(of: texts)))
        var result = self
        result.detector = detector
        return result
    }

    /// The share of texts that lie too far from all classes; nil without a scope.
    public func turnedAwayShare(of texts: LabelledTexts) throws -> Double? {
        guard let detector else { return nil }
        let distances = try detector.distances(vectors(of: texts))
        return Double(distances.count { Double($0) > detector.threshold }) / Double(max(1, distances.count))
    }

    /// Those among texts that are of a class.
    public func inScope(_ texts: LabelledTexts) -> LabelledTexts {
        texts.selecting(texts.labels.indices.filter { texts.labels[$0] != outOfScope })
    }

    private func vectors(of texts: LabelledTexts) throws -> Matrix {
        try logitsAndVectors(texts.texts, pairs: texts.pairs).vectors
    }

    /// Where the classes lie, learned from texts of them.
    private func scope(of train: LabelledTexts) throws -> ScopeDetector {
        let inScope = inScope(train)
        return try ScopeDetector(vectors(of: inScope), classes: numbers(of: inScope.labels), count: labels.count)
    }
}
