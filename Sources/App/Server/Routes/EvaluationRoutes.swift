import Commerce
import Engine
import Foundation
import HTTPTypes
import Hummingbird

/// `/v1/evaluations`: what other policies would have earned, from the shop's own log.
struct EvaluationRoutes {
    func add(to router: RouterGroup<ServerContext>) {
        router.post("evaluations") { request, context in
            let shop = try context.shop(for: .operate)
            let ask = try await request.json(EvaluationAsk.self)
            do {
                return try answer(try await shop.evaluate(ask, by: context.author), status: .accepted)
            } catch let error as any Failure where error.code != "task.running" {
                throw Problem(.unprocessableContent, code: error.code, detail: error.message, remedy: error.remedy)
            }
        }
        router.get("evaluations") { request, context in
            let shop = try context.shop(for: .operate)
            let ask = try PageAskNumbers(request)
            let found = try shop.evaluations(before: ask.before, limit: ask.limit)
            return try answer(
                Page(evaluations: try found.map(Answer.init), next: ask.next(after: found.last?.number, found.count)))
        }
        router.get("evaluations/{number}") { _, context in
            let shop = try context.shop(for: .operate)
            let number = try context.number()
            guard let found = try shop.evaluation(Int64(number)) else {
                throw Problem(.notFound, code: "evaluation.unknown", detail: "there is no evaluation \(number)")
            }
            return try answer(Answer(found))
        }
    }

    private struct Page: Encodable {
        var evaluations: [Answer]
        var next: Int64?
    }

    private struct Answer: Encodable {
        var number: Int64
        var time: Timestamp
        var author: String
        var ask: EvaluationAsk
        var report: JSONValue

        init(_ evaluation: LiveEvaluation) throws {
            number = evaluation.number
            time = evaluation.time
            author = evaluation.author
            ask = evaluation.ask
            report = try JSONDecoder().decode(JSONValue.self, from: Data(evaluation.report.utf8))
        }
    }
}
