import Commerce
import Explore
import Foundation
import Testing

/// Laws that every detector keeps.
struct DriftDetectorTests {
    private func alarms(
        of detector: some DriftDetector, values: [Double]
    ) throws -> [(place: Int, direction: DriftDirection)] {
        var detector = detector
        return try values.enumerated().compactMap { place, value in
            try detector.observe(value).map { (place, $0) }
        }
    }

    private static func detector(_ index: Int) throws -> any DriftDetector {
        if index == 0 { try PageHinkley() } else { try ADWIN(span: 2) }
    }

    @Test(arguments: 0..<2, [0.5, -0.5])
    func findASuddenShiftAndItsDirectionOnce(_ index: Int, _ shift: Double) throws {
        var generator = SeededGenerator(seed: 11)
        let values = (0..<6_000).map { place in (place < 3_000 ? 0 : shift) + 2 * generator.unit() - 1 }
        let found = try alarms(of: Self.detector(index), values: values)
        #expect(found.count { $0.place < 3_000 } == 0)
        let first = try #require(found.first)
        #expect(first.place < 3_300)
        #expect(first.direction == (shift > 0 ? .rise : .fall))
        // The cut window, or the fresh start, belongs to the new mean: it is not found again and again.
        #expect(found.count { $0.place > 4_000 } == 0)
    }

    @Test(arguments: 0..<2) func staySilentOnAConstant(_ index: Int) throws {
        #expect(try alarms(of: Self.detector(index), values: [Double](repeating: 0.25, count: 5_000)).isEmpty)
    }

    @Test(arguments: 0..<2, [Double.nan, .infinity, -.infinity])
    func refuseWhatIsNoNumberAndGoOn(_ index: Int, _ value: Double) throws {
        var detector = try Self.detector(index)
        _ = try detector.observe(0.5)
        #expect(throws: ExploreError.self) { try detector.observe(value) }
        _ = try detector.observe(0.5)
    }

    @Test func continueWhereSavedOnesStopped() throws {
        var page = try PageHinkley(falseAlarmEvery: 1_000)
        var window = try ADWIN(span: 2)
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<700 {
            let value = generator.unit()
            _ = try page.observe(value)
            _ = try window.observe(value)
        }
        var otherPage = try JSONDecoder().decode(PageHinkley.self, from: JSONEncoder().encode(page))
        var otherWindow = try JSONDecoder().decode(ADWIN.self, from: JSONEncoder().encode(window))
        for _ in 0..<700 {
            let value = 0.3 + generator.unit()
            #expect(try page.observe(value) == otherPage.observe(value))
            #expect(try window.observe(value) == otherWindow.observe(value))
        }
        #expect(page == otherPage)
        #expect(window == otherWindow)
    }
}
