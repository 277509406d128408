/// A kind of element that a tensor can hold.
public enum Element: Int32, Sendable, CaseIterable {
    // The numbers are those of libtorch's ScalarType.
    case uint8 = 0
    case int8 = 1
    case int16 = 2
    case int32 = 3
    case int64 = 4
    case float16 = 5
    case float32 = 6
    case float64 = 7
    case bool = 11
    case bfloat16 = 15

    /// Bytes of one element.
    public var size: Int {
        switch self {
        case .uint8, .int8, .bool: 1
        case .int16, .float16, .bfloat16: 2
        case .int32, .float32: 4
        case .int64, .float64: 8
        }
    }

    public var isFloating: Bool {
        switch self {
        case .float16, .float32, .float64, .bfloat16: true
        default: false
        }
    }
}

/// A Swift number that lies in memory as libtorch's elements do.
public protocol TensorElement: BitwiseCopyable, Sendable {
    static var element: Element { get }
}

extension Float: TensorElement { public static var element: Element { .float32 } }
extension Double: TensorElement { public static var element: Element { .float64 } }
extension Int64: TensorElement { public static var element: Element { .int64 } }
extension Int: TensorElement { public static var element: Element { .int64 } }
extension Int32: TensorElement { public static var element: Element { .int32 } }
extension Int8: TensorElement { public static var element: Element { .int8 } }
extension UInt8: TensorElement { public static var element: Element { .uint8 } }
extension Bool: TensorElement { public static var element: Element { .bool } }
