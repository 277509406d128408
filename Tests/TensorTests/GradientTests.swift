import Tensor
import Testing

extension TensorRoom {
    @Suite("Gradients")
    struct GradientTests {
        @Test("the derivative of a product by hand")
        func product() throws {
            let left = try Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3]).requiringGradient()
            let right = try Tensor([1, 0, -1, 2, 0.5, 1] as [Float], shape: [3, 2]).requiringGradient()
            let product = try left.matmul(right)
            #expect(product.shape == [2, 2])
            #expect(try product.array(of: Float.self) == [0.5, 7, 2, 16])
            try product.backward(seed: Tensor([1, 10, 100, 1000] as [Float], shape: [2, 2]))
            #expect(try left.gradient?.array(of: Float.self) == [1, 19, 10.5, 100, 1900, 1050])
            #expect(try right.gradient?.array(of: Float.self) == [401, 4010, 502, 5020, 603, 6030])
        }
    }
}
