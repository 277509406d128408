import Testing

/// Tests of tensors run one after the other: they seed a generator that the process shares.
@Suite("Tensors", .serialized)
struct TensorRoom {}
