import Commerce
import Testing

@testable import Intake

@Suite struct CleaningRecipeTests {
    private static let everything: @Sendable () throws -> CleaningRecipe = {
        CleaningRecipe([
            Deduplicate(by: .content), Deduplicate(by: .identity), MergeVisitors(),
            try FillMissing(.quantity, with: .median),
            try FillMissing(.attribute("country"), with: .constant, constant: .text("??")),
            NetCancellations(), try LimitOutliers(.quantity, method: .quantiles, lower: 0.05, upper: 0.95),
            try LimitOutliers(.price, method: .deviation, multiplier: 2), try RemoveBots(actionsPerMinute: 5),
            try CutSessions(gapMinutes: 20), try KeepKinds([.view, .click, .purchase, .cart, .refund]),
            try NormaliseNumbers([.quantity, .price]), try KeepCore(shopperMinimum: 2, itemMinimum: 2),
        ])
    }

    @Test func `a recipe reads back as it was written, in JSON`() throws {
        let recipe = try Self.everything()
        let record = try recipe.clean(randomLog(seed: 1)).record
        let text = try json(record)
        #expect(try decode(CleaningRecord.self, from: text) == record)
        #expect(try CleaningRecipe(json: json(recipe)) == recipe)
        #expect(try CleaningRecipe(json: json(CleaningRecipe.standard)) == .standard)
        #expect(CleaningRecipe.standard != recipe && CleaningRecipe.none == CleaningRecipe([]))
    }

    @Test func `parameters left out take their defaults`() throws {
        let recipe = try CleaningRecipe(
            json: """
                {"steps": [{"step": "deduplicate"}, {"step": "remove-bots"}, {"step": "cut-sessions"}, {"step": "keep-core"},
                           {"step": "merge-visitors"}, {"step": "net-cancellations"}, {"step": "keep-kinds"},
                           {"step": "limit-outliers", "field": "quantity"},
                           {"step": "fill-missing", "field": "attribute:country", "with": "mostFrequent"}]}
                """)
        #expect(
            recipe
                == CleaningRecipe([
                    Deduplicate(), try RemoveBots(), try CutSessions(), try KeepCore(), MergeVisitors(),
                    NetCancellations(),
                    try KeepKinds(), try LimitOutliers(.quantity, method: .interquartile),
                    try FillMissing(.attribute("country"), with: .mostFrequent),
                ]))
    }

    @Test(arguments: [
        (#"{"steps": [{"step": "polish"}]}"#, "cleaning.step", "'polish'"),
        (#"{"steps": [{"step": "cut-sessions", "gap": 5}]}"#, "cleaning.parameter", "'gap'"),
        (#"{"steps": [{"step": "cut-sessions", "gapMinutes": 0}]}"#, "cleaning.parameter", "got 0"),
        (
            #"{"steps": [{"step": "fill-missing", "field": "colour", "with": "drop"}]}"#, "cleaning.parameter",
            "'colour'"
        ),
        (#"{"steps": [{"step": "fill-missing", "with": "drop"}]}"#, "cleaning.recipe", "'field' is missing"),
        (#"{"steps": [{"step": "deduplicate", "by": 5}]}"#, "cleaning.recipe", "steps"),
        (#"{"steps": [{"step": "keep-kinds", "kinds": ["look"]}]}"#, "cleaning.recipe", "look"),
        (#"{"steps": 5}"#, "cleaning.recipe", "steps"),
        (#"{"#, "cleaning.recipe", "not a recipe"),
    ])
    func `a wrong recipe is refused with the place and the rule`(text: String, code: String, words: String) throws {
        let failure = try #require(throws: IntakeError.self) { try CleaningRecipe(json: text) }
        #expect(failure.code == code)
        #expect(failure.message.contains(words), "\(failure.message)")
    }

    @Test(arguments: 0..<8 as Range<UInt64>) func `cleaning what is clean changes nothing`(seed: UInt64) throws {
        let log = randomLog(seed: seed, inOrder: seed % 2 == 0)
        for step in try Self.everything().steps {
            let once = try CleaningRecipe([step]).clean(log)
            let twice = once.record.fitted.clean(once.events)
            #expect(twice.events == once.events, "\(type(of: step).name)")
            #expect(twice.record.steps[0].removed == 0 && twice.record.steps[0].changed == 0)
        }
    }

    @Test(arguments: 0..<8 as Range<UInt64>) func `the record adds up, step by step`(seed: UInt64) throws {
        let log = randomLog(seed: seed)
        let (events, record) = try Self.everything().clean(log)
        #expect(record.eventsBefore == log.count && record.eventsAfter == events.count)
        #expect(record.steps.count == record.recipe.steps.count)
        #expect(record.steps.first?.eventsBefore == log.count && record.steps.last?.eventsAfter == events.count)
        for (step, next) in zip(record.steps, record.steps.dropFirst()) {
            #expect(step.eventsAfter == next.eventsBefore)
        }
        #expect(record.fitted.clean(log).events == events)
    }

    @Test func `steps that treat each event alone clean a stream in parts`() throws {
        let log = randomLog(seed: 4)
        let alone = CleaningRecipe([
            try FillMissing(.quantity, with: .median), try LimitOutliers(.quantity, method: .interquartile),
            try NormaliseNumbers([.quantity]), try KeepKinds(),
        ])
        let (whole, record) = try alone.clean(log)
        var parts: [Event] = []
        for start in stride(from: 0, to: log.count, by: 100) {
            var batch = IntakeBatch(end: .start)
            batch.events = Array(log[start..<min(start + 100, log.count)])
            try record.fitted.clean(part: &batch)
            parts += batch.events
        }
        #expect(parts == whole && record.fitted.isPerEvent)
        let global = try CleaningRecipe.standard.clean(log).record.fitted
        var batch = IntakeBatch(end: .start)
        let failure = try #require(throws: IntakeError.self) { try global.clean(part: &batch) }
        #expect(failure.code == "cleaning.stream" && !global.isPerEvent)
    }

    @Test func `a recipe of nothing leaves the events`() throws {
        let log = randomLog(seed: 2)
        #expect(try CleaningRecipe.none.clean(log).events == log)
        for step in try Self.everything().steps where type(of: step).name != "fill-missing" {
            #expect(try CleaningRecipe([step]).clean([]).events.isEmpty)
        }
    }
}
