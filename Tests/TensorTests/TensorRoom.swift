import Testing

/// Tests of tensors run one after the other: each takes all cores.
@Suite("Tensors", .serialized)
struct TensorRoom {}
