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
            let address = try #require(dlsym(nil, "sgemm_"))
            var info = Dl_info()
            #expect(dladdr(address, &info) != 0)
            let library = String(cString: try #require(info.dli_fname))
            #expect(library.hasSuffix("libtorch_cpu.so"), "sgemm_ is that of \(library)")
        }
    }
}
