import CTorch

/// The random numbers that dropout draws: libtorch keeps one generator for each device, in the whole process.
///
/// The exception to "randomness is an argument": its operators take no other. Weights are drawn from a
/// `SeededGenerator`.
public enum Randomness {
    public static func seed(_ seed: UInt64, on device: Device = .cpu) throws {
        try TensorError.check(ct_seed(seed, device.raw), "seeding \(device)")
    }

    /// The generator's state, to be kept in a checkpoint.
    public static func state(of device: Device = .cpu) throws -> Tensor {
        var state = unsafe ct_tensor(object: nil)
        try TensorError.check(unsafe ct_random_state(device.raw, &state), "the random state of \(device)")
        return unsafe Tensor(owning: state)
    }

    public static func restore(_ state: Tensor, on device: Device = .cpu) throws {
        try TensorError.check(unsafe ct_set_random_state(device.raw, state.handle.raw), "the random state of \(device)")
    }
}
