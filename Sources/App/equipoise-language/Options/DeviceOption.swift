import ArgumentParser
import Tensor

/// Where is computed.
struct DeviceOption: ParsableArguments {
    @Option(help: ArgumentHelp("cpu, cuda or cuda:N.", valueName: "name"))
    var device = "cpu"

    /// - Throws: `TensorError` `tensor.device` when there is none of that name.
    func chosen() throws -> Device { try Device(device) }
}
