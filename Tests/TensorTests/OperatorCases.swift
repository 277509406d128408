import Tensor

extension OperatorCase {
    static let all = arithmetic + reductions + shapes + indexing + activations + network + losses

    static let arithmetic = [
        OperatorCase("add") { try $0[0] + $0[1] },
        OperatorCase("subtract") { try $0[0] - $0[1] },
        OperatorCase("multiply") { try $0[0] * $0[1] },
        OperatorCase("divide") { try $0[0] / $0[1] },
        OperatorCase("scalars") { try (($0[0] + 2.5) * 3 - 1) / 7 },
        OperatorCase("negate") { try -$0[0] },
        OperatorCase("matmul") { try $0[0].matmul($0[1]) },
        OperatorCase("power") { try $0[0].power(1.7) },
        OperatorCase("squareRoot") { try $0[0].squareRoot() },
        OperatorCase("exp") { try $0[0].exp() },
        OperatorCase("log") { try $0[0].log() },
        OperatorCase("abs") { try $0[0].abs() },
        OperatorCase("clamp") { try $0[0].clamp(minimum: -0.5, maximum: 0.7) },
        OperatorCase("maximum") { try $0[0].maximum($0[1]) },
        OperatorCase("minimum") { try $0[0].minimum($0[1]) },
        OperatorCase("maskedFill") { try $0[0].maskedFill($0[1], with: 9.5) },
        OperatorCase("maskedSelect") { try $0[0].maskedSelect($0[1]) },
        OperatorCase("keeping") { try $0[0].keeping(where: $0[1], otherwise: $0[2]) },
    ]

    static let reductions = [
        OperatorCase("sum") { try $0[0].sum(0, 2) },
        OperatorCase("mean") { try $0[0].mean(1, keepingAxes: true) },
        OperatorCase("meanOfAll") { try $0[0].mean() },
        OperatorCase("variance") { try $0[0].variance(1) },
        OperatorCase("largest") { try $0[0].largest(1) },
        OperatorCase("smallest") { try $0[0].smallest(0) },
        OperatorCase("argmax") { try $0[0].argmax(1) },
        OperatorCase("top") { try $0[0].top(2).values },
        OperatorCase("topPlaces") { try $0[0].top(2).places },
        OperatorCase("sorted") { try $0[0].sorted(descending: true).values },
        OperatorCase("norm") { try $0[0].norm(1) },
        OperatorCase("normalised") { try $0[0].normalised() },
        OperatorCase("cumulativeSum") { try $0[0].cumulativeSum(axis: 1) },
        OperatorCase("logSumExp") { try $0[0].logSumExp(1) },
    ]

    static let shapes = [
        OperatorCase("transposed") { try $0[0].transposed(0, 2) },
        OperatorCase("permuted") { try $0[0].permuted(2, 0, 1) },
        OperatorCase("reshaped") { try $0[0].transposed(0, 1).reshaped(6, -1) },
        OperatorCase("view") { try $0[0].view(3, 4) },
        OperatorCase("expanded") { try $0[0].expanded(2, 4, -1) },
        OperatorCase("concatenated") { try .concatenated($0, axis: 1) },
        OperatorCase("stacked") { try .stacked($0, axis: 1) },
        OperatorCase("split") { try $0[0].split([1, 4], axis: 0)[1] * 2 },
        OperatorCase("flipped") { try $0[0].flipped(1) },
        OperatorCase("padded") { try $0[0].padded(before: 1, after: 2, with: 0.5) },
    ]

    static let indexing = [
        OperatorCase("at") { try $0[0].at(-2, axis: 1) },
        OperatorCase("slice") { try $0[0].slice(1..<4) },
        OperatorCase("selecting") { try $0[0].selecting($0[1]) },
        OperatorCase("gathering") { try $0[0].gathering($0[1], axis: 1) },
        OperatorCase("rows") { try $0[0].rows($0[1]) },
        OperatorCase("scatterAdding") { try $0[0].scatterAdding($0[2], at: $0[1], axis: 1) },
        OperatorCase("indexAdding") { try $0[0].indexAdding($0[2], at: $0[1]) },
        OperatorCase("lowerTriangle") { try $0[0].lowerTriangle(diagonal: -1) },
        OperatorCase("upperTriangle") { try $0[0].upperTriangle(diagonal: 1) },
    ]

    static let activations = [
        OperatorCase("softmax") { try $0[0].softmax() },
        OperatorCase("logSoftmax") { try $0[0].logSoftmax(axis: 0) },
        OperatorCase("gelu") { try $0[0].gelu() },
        OperatorCase("geluApproximate") { try $0[0].gelu(approximate: true) },
        OperatorCase("relu") { try $0[0].relu() },
        OperatorCase("tanh") { try $0[0].tanh() },
        OperatorCase("sigmoid") { try $0[0].sigmoid() },
        OperatorCase("silu") { try $0[0].silu() },
        OperatorCase("logSigmoid") { try $0[0].logSigmoid() },
        OperatorCase("softplus") { try $0[0].softplus() },
    ]

    static let network = [
        OperatorCase("linear") { try $0[0].linear($0[1], bias: $0[2]) },
        OperatorCase("layerNorm") { try $0[0].layerNorm(weight: $0[1], bias: $0[2], epsilon: 1e-12) },
        OperatorCase("embedded") { try $0[0].embedded(in: $0[1], padding: 2) },
        OperatorCase("attending") { try $0[0].attending(to: $0[1], $0[2], mask: $0[3]) },
        OperatorCase("attendingCausally") { try $0[0].attending(to: $0[1], $0[2], causal: true) },
        OperatorCase("gru") {
            try $0[0].gru(state: $0[1], weights: Array($0[2...]), layers: 1, bidirectional: true).outputs
        },
        OperatorCase("gruState") { try $0[0].gru(state: $0[1], weights: Array($0[2...]), layers: 1).state },
        OperatorCase("convolution1D") { try $0[0].convolution1D($0[1], bias: $0[2], stride: 2, padding: 1) },
        OperatorCase("maximumPool1D") { try $0[0].maximumPool1D(width: 3, stride: 2) },
    ]

    static let losses = [
        OperatorCase("crossEntropy") { try $0[0].crossEntropy($0[1], weights: $0[2], smoothing: 0.1) },
        OperatorCase("binaryCrossEntropy") { try $0[0].binaryCrossEntropy($0[1], positiveWeights: $0[2]) },
        OperatorCase("squaredError") { try $0[0].squaredError($0[1], reduction: .sum) },
        OperatorCase("divergence") { try $0[0].logSoftmax().divergence(fromLogarithms: $0[1].logSoftmax()) },
    ]
}
