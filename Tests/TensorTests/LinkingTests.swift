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
            // An absent library would give the definition in use, and the second expectation would fail.
            func definition(in library: String) -> UnsafeMutableRawPointer? {
                dlsym(dlopen(library, RTLD_LAZY | RTLD_NOLOAD), "sgemm_")
            }
            let used: UnsafeMutableRawPointer? = dlsym(nil, "sgemm_")
            #expect(used != nil)
            #expect(used == definition(in: "libtorch_cpu.so"))
            #expect(used != definition(in: "libopenblas.so.0"))
        }
    }
}
