/// Named arrays and text: what a fitted model is made of when it is saved. Stored as a safetensors file.
public struct ArrayBundle: Sendable, Equatable {
    /// One array with its shape; scalars of four types are enough for every model.
    public struct Entry: Sendable, Equatable {
        public enum Values: Sendable, Equatable {
            case float32([Float])
            case float64([Double])
            case int32([Int32])
            case int64([Int64])

            public var count: Int {
                switch self {
                case .float32(let values): values.count
                case .float64(let values): values.count
                case .int32(let values): values.count
                case .int64(let values): values.count
                }
            }
        }

        public let shape: [Int]
        public let values: Values

        /// - Precondition: the product of `shape` is the number of values.
        public init(shape: [Int], values: Values) {
            precondition(shape.reduce(1, *) == values.count, "ArrayBundle.Entry.shape must match its values")
            self.shape = shape
            self.values = values
        }
    }

    public private(set) var entries: [String: Entry]
    /// Text beside the arrays: hyperparameters, identifiers joined by newlines.
    public var metadata: [String: String]

    public init(entries: [String: Entry] = [:], metadata: [String: String] = [:]) {
        self.entries = entries
        self.metadata = metadata
    }

    public mutating func store(_ values: [Float], shape: [Int]? = nil, as name: String) {
        entries[name] = Entry(shape: shape ?? [values.count], values: .float32(values))
    }

    public mutating func store(_ values: [Double], shape: [Int]? = nil, as name: String) {
        entries[name] = Entry(shape: shape ?? [values.count], values: .float64(values))
    }

    public mutating func store(_ values: [Int32], as name: String) {
        entries[name] = Entry(shape: [values.count], values: .int32(values))
    }

    public mutating func store(_ values: [Int64], as name: String) {
        entries[name] = Entry(shape: [values.count], values: .int64(values))
    }

    public mutating func store(_ matrix: Matrix, as name: String) {
        store(matrix.values, shape: [matrix.rows, matrix.columns], as: name)
    }

    /// Three arrays: `name.offsets`, `name.indices`, `name.values`, and the number of columns in the metadata.
    public mutating func store(_ matrix: SparseMatrix, as name: String) {
        store(matrix.offsets.map(Int64.init), as: "\(name).offsets")
        store(matrix.indices, as: "\(name).indices")
        store(matrix.values, as: "\(name).values")
        metadata["\(name).columns"] = String(matrix.columns)
    }

    public func floats(_ name: String) throws -> [Float] {
        guard case .float32(let values) = try entry(name).values else { throw mistyped(name, "float32") }
        return values
    }

    public func doubles(_ name: String) throws -> [Double] {
        guard case .float64(let values) = try entry(name).values else { throw mistyped(name, "float64") }
        return values
    }

    public func int32s(_ name: String) throws -> [Int32] {
        guard case .int32(let values) = try entry(name).values else { throw mistyped(name, "int32") }
        return values
    }

    public func int64s(_ name: String) throws -> [Int64] {
        guard case .int64(let values) = try entry(name).values else { throw mistyped(name, "int64") }
        return values
    }

    public func matrix(_ name: String) throws -> Matrix {
        let shape = try entry(name).shape
        guard shape.count == 2 else {
            throw LinearError(code: "arrays.shape", message: "array '\(name)' must have two axes; got \(shape)")
        }
        return Matrix(rows: shape[0], columns: shape[1], values: try floats(name))
    }

    public func sparseMatrix(_ name: String) throws -> SparseMatrix {
        let offsets = try int64s("\(name).offsets").map(Int.init)
        let indices = try int32s("\(name).indices")
        let values = try floats("\(name).values")
        guard let columns = try Int(text("\(name).columns")), offsets.first == 0, offsets.last == indices.count,
            indices.count == values.count, zip(offsets, offsets.dropFirst()).allSatisfy(<=),
            indices.allSatisfy({ $0 >= 0 && Int($0) < columns }),
            zip(offsets, offsets.dropFirst()).allSatisfy({ start, end in
                zip(indices[start..<end], indices[start..<end].dropFirst()).allSatisfy(<)
            })
        else {
            throw LinearError(
                code: "arrays.sparse", message: "the parts of sparse array '\(name)' do not fit together")
        }
        return SparseMatrix(
            rows: offsets.count - 1, columns: columns, offsets: offsets, indices: indices, values: values)
    }

    public func text(_ key: String) throws -> String {
        guard let value = metadata[key] else {
            throw LinearError(code: "arrays.missing", message: "the file has no metadata '\(key)'")
        }
        return value
    }

    public func entry(_ name: String) throws -> Entry {
        guard let entry = entries[name] else {
            throw LinearError(code: "arrays.missing", message: "the file has no array '\(name)'")
        }
        return entry
    }

    private func mistyped(_ name: String, _ type: String) -> LinearError {
        LinearError(code: "arrays.type", message: "array '\(name)' is not of type \(type)")
    }
}
