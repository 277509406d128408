import CTorch

/// What an operator is given.
public enum Argument {
    case none
    case tensor(Tensor)
    /// A whole number, for integers and scalars alike.
    case integer(Int)
    case real(Double)
    case truth(Bool)
    case text(StaticString)
    case element(Element)
    case device(Device)
    case integers([Int])
    case reals([Double])
    case tensors([Tensor])
    /// One place for each axis, nil where it is taken whole: how `aten::index` takes its indices.
    case optionalTensors([Tensor?])

    /// A tensor that may be missing.
    public static func optional(_ tensor: Tensor?) -> Argument { tensor.map { .tensor($0) } ?? .none }

    var shapes: [[Int]] {
        switch self {
        case .tensor(let tensor): [tensor.shape]
        case .tensors(let tensors): tensors.prefix(4).map(\.shape)
        default: []
        }
    }

    /// Elements of lists of each kind.
    private var lengths: (integers: Int, reals: Int, tensors: Int) {
        switch self {
        case .integers(let list): (list.count, 0, 0)
        case .reals(let list): (0, list.count, 0)
        case .tensors(let list): (0, 0, list.count)
        case .optionalTensors(let list): (0, 0, list.count)
        default: (0, 0, 0)
        }
    }

    /// Arguments as C takes them, while `body` runs. Nothing is put on the heap unless lists are long.
    static func withRaw<Result>(
        _ arguments: [Argument], _ body: (UnsafeBufferPointer<ct_argument>) -> Result
    ) -> Result {
        var (integers, reals, tensors) = (0, 0, 0)
        for argument in arguments {
            let lengths = argument.lengths
            integers += lengths.integers
            reals += lengths.reals
            tensors += lengths.tensors
        }
        return unsafe withUnsafeTemporaryAllocation(of: ct_argument.self, capacity: arguments.count) { raw in
            unsafe withUnsafeTemporaryAllocation(of: Int64.self, capacity: integers) { integers in
                unsafe withUnsafeTemporaryAllocation(of: Double.self, capacity: reals) { reals in
                    unsafe withUnsafeTemporaryAllocation(of: ct_tensor.self, capacity: tensors) { tensors in
                        var lists = unsafe Lists(integers: integers, reals: reals, tensors: tensors)
                        for (place, argument) in arguments.enumerated() {
                            unsafe raw.initializeElement(at: place, to: lists.raw(argument))
                        }
                        return withExtendedLifetime(arguments) { unsafe body(UnsafeBufferPointer(raw)) }
                    }
                }
            }
        }
    }
}

/// Room for the elements of lists, filled from the front.
@unsafe
private struct Lists {
    var integers: UnsafeMutableBufferPointer<Int64>
    var reals: UnsafeMutableBufferPointer<Double>
    var tensors: UnsafeMutableBufferPointer<ct_tensor>

    mutating func raw(_ argument: Argument) -> ct_argument {
        var raw = unsafe ct_argument()
        switch argument {
        case .none: unsafe raw.kind = CT_NONE
        case .tensor(let tensor):
            unsafe raw.kind = CT_TENSOR
            unsafe raw.value.tensor = unsafe tensor.handle.raw
        case .integer(let value):
            unsafe raw.kind = CT_INTEGER
            unsafe raw.value.integer = Int64(value)
        case .real(let value):
            unsafe raw.kind = CT_REAL
            unsafe raw.value.real = value
        case .truth(let value):
            unsafe raw.kind = CT_TRUTH
            unsafe raw.value.truth = value
        case .text(let text):
            unsafe raw.kind = CT_TEXT
            unsafe raw.count = Int64(text.utf8CodeUnitCount)
            unsafe raw.value.text = UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
        case .element(let element):
            unsafe raw.kind = CT_INTEGER
            unsafe raw.value.integer = Int64(element.rawValue)
        case .device(let device):
            unsafe raw.kind = CT_DEVICE
            unsafe raw.value.device = device.raw
        case .integers(let list):
            unsafe raw.kind = CT_INTEGERS
            unsafe raw.count = Int64(list.count)
            unsafe raw.value.integers = UnsafePointer(Self.append(list.lazy.map(Int64.init), to: &integers))
        case .reals(let list):
            unsafe raw.kind = CT_REALS
            unsafe raw.count = Int64(list.count)
            unsafe raw.value.reals = UnsafePointer(Self.append(list, to: &reals))
        case .tensors(let list):
            unsafe raw.kind = CT_TENSORS
            unsafe raw.count = Int64(list.count)
            unsafe raw.value.tensors = UnsafePointer(Self.append(list.lazy.map { unsafe $0.handle.raw }, to: &tensors))
        case .optionalTensors(let list):
            unsafe raw.kind = CT_OPTIONAL_TENSORS
            unsafe raw.count = Int64(list.count)
            unsafe raw.value.tensors = UnsafePointer(
                Self.append(list.lazy.map { unsafe $0?.handle.raw ?? ct_tensor(object: nil) }, to: &tensors))
        }
        return unsafe raw
    }

    /// Where the elements now lie; what is left of the room comes after them.
    private static func append<Value>(
        _ list: some Collection<Value>, to room: inout UnsafeMutableBufferPointer<Value>
    ) -> UnsafeMutablePointer<Value>? {
        let start = room.baseAddress
        for (place, value) in list.enumerated() { unsafe room.initializeElement(at: place, to: value) }
        unsafe room = UnsafeMutableBufferPointer(rebasing: room[list.count...])
        return unsafe start
    }
}
