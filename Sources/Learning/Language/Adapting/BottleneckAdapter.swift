import Tensor

/// `x + up(f(down(x)))`, where `up` begins as 0.
struct BottleneckAdapter: Module {
    var down, up: LinearLayer
    let activation: EncoderConfiguration.Activation

    init(
        _ settings: Adaptation.Bottleneck, in configuration: EncoderConfiguration,
        using generator: inout some RandomNumberGenerator, on device: Device
    ) throws {
        let width = configuration.width
        down = try LinearLayer(
            inputs: width, outputs: settings.width, deviation: configuration.deviation, using: &generator, on: device)
        up = try LinearLayer(
            weight: .constantParameter([width, settings.width], 0, on: device),
            bias: .constantParameter([width], 0, on: device))
        activation = settings.activation
    }

    func callAsFunction(_ tokens: Tensor) throws -> Tensor { try tokens + up(activation(down(tokens))) }

    var parameters: [NamedTensor] { down.parameters(under: "down") + up.parameters(under: "up") }
}
