import Testing

@testable import Evaluate

@Suite("Order statistics and corrections")
struct OrderStatisticTests {
    @Test("quantiles lie between order statistics at place (n + 1) p")
    func quantiles() {
        let sorted = [1.0, 2, 4, 8]
        #expect(quantile(0.5, of: sorted) == 3)
        #expect(quantile(0.4, of: sorted) == 2)
        #expect(quantile(0.001, of: sorted) == 1)
        #expect(quantile(0.999, of: sorted) == 8)
        #expect(quantile(0.5, of: [7]) == 7)
    }

    @Test("Holm's correction, by hand")
    func holm() {
        let adjusted = holmAdjusted([0.01, 0.04, 0.03, 0.005])
        #expect(zip(adjusted, [0.03, 0.06, 0.06, 0.02]).allSatisfy { isClose($0, $1) })
        #expect(holmAdjusted([]) == [])
        #expect(holmAdjusted([0.9, 0.8]) == [1, 1])
    }
}
