import Foundation
import Linear
import Tensor
import Testing

extension TensorRoom {
    @Suite("Linking")
    struct LinkingTests {
        /// Two libraries in this process define `sgemm_`; whoever asks for it gets the first in the linker's order.
        @Test("libtorch multiplies with its own BLAS although OpenBLAS is in the process")
        func ownBLAS() throws {
            #expect(BLAS.gram(Matrix(rows: 2, columns: 1, values: [3, 4])).values == [25])
            #expect(try Tensor.ones([2, 2]).matmul(.ones([2, 2])).array(of: Float.self) == [2, 2, 2, 2])
            let chosen = try #require(dlsym(nil, "sgemm_"))
            func definition(in library: String) throws -> UnsafeMutableRawPointer {
                let handle: UnsafeMutableRawPointer? = dlopen(library, RTLD_LAZY | RTLD_NOLOAD)
                return try #require(dlsym(try #require(handle, "\(library) is not in this process"), "sgemm_"))
            }
            #expect(try chosen == definition(in: "libtorch_cpu.so"))
            #expect(try chosen != definition(in: "libopenblas.so.0"))
        }
    }
}
