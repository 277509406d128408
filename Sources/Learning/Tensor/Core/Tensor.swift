import CTorch

/// An array of numbers with a shape, on a device, that remembers how it was computed when derivatives will be asked.
///
/// A face on libtorch's tensor: copies of a `Tensor` are the same array (`clone()` makes another), operations give new
/// ones, and the few that change an array in place end in `InPlace` or are called `copy`, `fill`. Not `Sendable`:
/// tensors stay with the actor that made them, and numbers (`array(of:)`) leave. Every operation throws a
/// `TensorError` whose message names the operation and the shapes it was given.
public struct Tensor {
    let handle: TensorHandle

    init(owning raw: ct_tensor) { unsafe handle = TensorHandle(owning: raw) }

    /// References to libtorch's tensors that Swift holds now, in the whole process; for tests of leaks.
    public static var live: Int { Int(ct_live()) }

    public var axes: Int { unsafe Int(ct_axes(handle.raw)) }

    public var shape: [Int] {
        (0..<axes).map { unsafe Int(ct_extent(handle.raw, Int64($0))) }
    }

    /// The number of elements along an axis; negative axes count from the last.
    /// - Precondition: the tensor has that axis.
    public func extent(_ axis: Int) -> Int {
        let axes = axes
        precondition(axis >= -axes && axis < axes, "Tensor.extent: no axis \(axis) in \(shape)")
        return unsafe Int(ct_extent(handle.raw, Int64(axis < 0 ? axis + axes : axis)))
    }

    /// The number of elements.
    public var count: Int {
        (0..<axes).reduce(1) { product, axis in unsafe product * Int(ct_extent(handle.raw, Int64(axis))) }
    }

    public var element: Element {
        guard let element = unsafe Element(rawValue: ct_element(handle.raw)) else {
            preconditionFailure("no operation here makes elements of this kind")
        }
        return element
    }

    public var device: Device { unsafe Device(raw: ct_where(handle.raw)) }
}

extension Tensor: CustomStringConvertible {
    public var description: String { "Tensor \(shape) of \(element) on \(device)" }
}
