import Commerce
import Linear

extension Tensor {
    /// Numbers drawn evenly between `-bound` and `bound`; derivatives are taken by them.
    public static func uniformParameter(
        _ shape: [Int], bound: Double, using generator: inout some RandomNumberGenerator, on device: Device = .cpu
    ) throws -> Tensor {
        try parameter(shape, on: device) { (2 * generator.unit() - 1) * bound }
    }

    /// Numbers drawn from the normal distribution with mean 0; derivatives are taken by them. Without deviation nothing
    /// is drawn: all are 0, as fits weights that a file is about to fill.
    public static func normalParameter(
        _ shape: [Int], deviation: Double, using generator: inout some RandomNumberGenerator, on device: Device = .cpu
    ) throws -> Tensor {
        guard deviation > 0 else { return try constantParameter(shape, 0, on: device) }
        return try parameter(shape, on: device) { generator.normal(deviation: deviation) }
    }

    /// One number everywhere; derivatives are taken by it.
    public static func constantParameter(_ shape: [Int], _ value: Double, on device: Device = .cpu) throws -> Tensor {
        try full(shape, value, on: device).requiringGradient()
    }

    /// Drawn by the processor, so that the same seed gives the same weights on every device.
    private static func parameter(_ shape: [Int], on device: Device, _ draw: () -> Double) throws -> Tensor {
        let tensor = try unwritten(shape, .float32)
        unsafe tensor.withMutableBytes { bytes in
            let numbers = unsafe bytes.bindMemory(to: Float.self)
            for place in numbers.indices { unsafe numbers[place] = Float(draw()) }
        }
        return try tensor.moved(to: device).requiringGradient()
    }
}
