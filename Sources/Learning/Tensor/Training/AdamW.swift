/// Adam with decoupled weight decay (Loshchilov and Hutter, "Decoupled weight decay regularization", 2019, algorithm
/// 2), by libtorch's fused kernel: for a gradient g at step t,
/// `θ ← θ - rate·decay·θ`, `m ← β₁m + (1-β₁)g`, `v ← β₂v + (1-β₂)g²`,
/// `θ ← θ - rate · m/(1-β₁ᵗ) / (sqrt(v/(1-β₂ᵗ)) + ε)`.
///
/// A parameter without a gradient is left alone, and its t stands still. Moments are made when a parameter first has a
/// gradient, so frozen ones cost nothing.
public final class AdamW {
    /// Parameters that are treated alike.
    public struct Group {
        public var parameters: [NamedTensor]
        /// The share of each number lost per step, times the learning rate.
        public var decay: Double
        /// Multiplies the learning rate.
        public var rate: Double

        public init(_ parameters: [NamedTensor], decay: Double = 0.01, rate: Double = 1) {
            self.parameters = parameters
            self.decay = decay
            self.rate = rate
        }

        /// Two groups: matrices decay; biases, norms and whatever else has one axis do not.
        public static func decayingMatrices(_ parameters: [NamedTensor], decay: Double) -> [Group] {
            [
                Group(parameters.filter { $0.tensor.axes > 1 }, decay: decay),
                Group(parameters.filter { $0.tensor.axes <= 1 }, decay: 0),
            ]
        }
    }

    private struct Moments {
        var first: Tensor
        var second: Tensor
        /// A number without axes, as the kernel takes it.
        var steps: Tensor
    }

    private enum Operators {
        static let step = Operator("aten::_fused_adamw_")
        static let count = Operator("aten::_foreach_add_", "Scalar")
    }

    public let groups: [Group]
    public let beta1, beta2, epsilon: Double
    private var moments: [String: Moments] = [:]

    /// - Throws: code `parameter` when a number is out of range or two parameters have one name.
    public init(_ groups: [Group], beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8) throws {
        try TensorError.check((0..<1).contains(beta1), "AdamW.beta1", "in [0, 1)", got: beta1)
        try TensorError.check((0..<1).contains(beta2), "AdamW.beta2", "in [0, 1)", got: beta2)
        try TensorError.check(epsilon > 0 && epsilon.isFinite, "AdamW.epsilon", "positive", got: epsilon)
        for group in groups {
            try TensorError.check(
                group.decay >= 0 && group.decay.isFinite, "AdamW.Group.decay", "at least 0", got: group.decay)
            try TensorError.check(
                group.rate >= 0 && group.rate.isFinite, "AdamW.Group.rate", "at least 0", got: group.rate)
        }
        var seen: Set<String> = []
        for parameter in groups.flatMap(\.parameters) {
            try TensorError.check(
                seen.insert(parameter.name).inserted, "AdamW.groups", "of parameters with distinct names",
                got: "'\(parameter.name)' twice")
        }
        self.groups = groups
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
    }

    public var parameters: [NamedTensor] { groups.flatMap(\.parameters) }

    /// Moves every parameter that has a gradient.
    public func step(rate: Double) throws {
        try withoutGradient {
            for group in groups {
                let learning = group.parameters.compactMap { named in
                    named.tensor.gradient.map { (named: named, gradient: $0) }
                }
                guard !learning.isEmpty else { continue }
                let moments = try learning.map { try self.moments(of: $0.named) }
                let steps = moments.map(\.steps)
                try Operators.count.perform(.tensors(steps), .real(1), discarding: 0)
                try Operators.step.perform(
                    .tensors(learning.map(\.named.tensor)), .tensors(learning.map(\.gradient)),
                    .tensors(moments.map(\.first)), .tensors(moments.map(\.second)), .tensors([]), .tensors(steps),
                    .real(rate * group.rate), .real(beta1), .real(beta2), .real(group.decay), .real(epsilon),
                    .truth(false), .truth(false), discarding: 0)
            }
        }
    }

    public func forgetGradients() throws {
        for parameter in parameters { try parameter.tensor.setGradient(nil) }
    }

    private func moments(of named: NamedTensor) throws -> Moments {
        if let moments = moments[named.name] { return moments }
        let (tensor, shape) = (named.tensor, named.tensor.shape)
        let made = Moments(
            first: try .zeros(shape, tensor.element, on: tensor.device),
            second: try .zeros(shape, tensor.element, on: tensor.device),
            steps: try .zeros([], on: tensor.device))
        moments[named.name] = made
        return made
    }

    /// What a checkpoint keeps: `first.`, `second.` and `steps.` before the parameters' names.
    public var state: [NamedTensor] {
        parameters.flatMap { named in
            moments[named.name].map {
                [
                    NamedTensor(name: "first.\(named.name)", tensor: $0.first),
                    NamedTensor(name: "second.\(named.name)", tensor: $0.second),
                    NamedTensor(name: "steps.\(named.name)", tensor: $0.steps),
                ]
            } ?? []
        }
    }

    /// Takes up where the state in a file left off.
    ///
    /// - Parameter prefix: before the names of `state`.
    public func restore(from file: WeightFile, prefix: String) throws {
        moments = [:]
        for named in parameters where file.contains("\(prefix)first.\(named.name)") {
            let made = try moments(of: named)
            try file.read("\(prefix)first.\(named.name)", into: made.first)
            try file.read("\(prefix)second.\(named.name)", into: made.second)
            try file.read("\(prefix)steps.\(named.name)", into: made.steps)
        }
    }
}
