public import Tensor

/// What a student is told apart from its teacher by.
public enum DistillationLoss {
    /// `1 - cosine` of vectors that stand for the same texts, [texts, width] both; where lengths mean something, plus the mean
    /// of squared differences.
    public static func vectors(_ student: Tensor, _ teacher: Tensor, lengths: Bool) throws -> Tensor {
        let cosines = try (student.normalised() * teacher.normalised()).sum(1)
        let loss = try cosines.mean() * -1 + 1
        return lengths ? try loss + student.squaredError(teacher) : loss
    }

    /// How the cosines between all texts of a batch differ, squared: for vectors of different widths (Tung and Mori,
    /// "Similarity-preserving knowledge distillation", 2019).
    public static func similarities(_ student: Tensor, _ teacher: Tensor) throws -> Tensor {
        func cosines(_ vectors: Tensor) throws -> Tensor {
            let unit = try vectors.normalised()
            return try unit.matmul(unit.transposed(0, 1))
        }
        return try cosines(student).squaredError(cosines(teacher))
    }

    /// `T² KL(teacher ‖ student)` of probabilities at a temperature T, in the mean over texts (Hinton et al., "Distilling the
    /// knowledge in a neural network", 2015, section 2). Logits: [texts, classes] both.
    public static func logits(_ student: Tensor, _ teacher: Tensor, temperature: Double) throws -> Tensor {
        let (said, told) = (try (student / temperature).logSoftmax(), try (teacher / temperature).logSoftmax())
        // In the mean over texts, not over numbers.
        return try said.divergence(fromLogarithms: told) * (temperature * temperature)
    }

    /// The mean of squared differences of what comes out of layers, each of the student's beside the one of the teacher's
    /// that stands as deep (Jiao et al., "TinyBERT", 2020, eq. 8).
    ///
    /// - Parameter bridges: one for each layer of the student, to the teacher's width; empty when the widths are one.
    public static func states(_ student: [Tensor], _ teacher: [Tensor], bridges: [LinearLayer]) throws -> Tensor {
        precondition(!student.isEmpty && student.count <= teacher.count, "DistillationLoss.states: layers do not fit")
        let losses = try student.enumerated().map { place, state in
            let beside = teacher[(place + 1) * teacher.count / student.count - 1]
            return try (bridges.isEmpty ? state : bridges[place](state)).squaredError(beside)
        }
        return try losses.dropFirst().reduce(losses[0]) { try $0 + $1 } / Double(losses.count)
    }
}
