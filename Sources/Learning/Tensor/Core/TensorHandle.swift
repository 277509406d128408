import CTorch

/// The one owner of a counted reference to libtorch's tensor; lets go of it when it is let go.
@safe
final class TensorHandle {
    let raw: ct_tensor

    init(owning raw: ct_tensor) { unsafe self.raw = raw }

    deinit { unsafe ct_release(raw) }
}
