import Commerce
import Engine
import Foundation
import HTTPTypes
import Hummingbird
import Ledger

/// `/livez`, `/readyz`, `/metrics`, `/v1/status`.
struct OperationRoutes {
    let directory: ShopDirectory
    let metrics: RequestMetrics

    func addProbes(to router: Router<ServerContext>) {
        router.get("livez") { _, _ in try answer(["status": "alive"]) }
        router.get("readyz") { _, _ in
            for shop in directory.shops {
                guard let trouble = await shop.live.trouble else { continue }
                // Anybody may ask; of several shops it is nobody's business which.
                let detail = directory.shops.count > 1 ? "a shop cannot store what it learns" : trouble
                throw Problem(.serviceUnavailable, code: "serving.trouble", detail: detail)
            }
            return try answer(["status": "ready"])
        }
    }

    func add(to router: RouterGroup<ServerContext>) {
        router.get("status") { _, context in
            let shop = try context.shop(for: .operate)
            return try answer(await shop.status())
        }
    }

    func addMetrics(to router: RouterGroup<ServerContext>) {
        router.get("metrics") { _, context in
            let shop = try context.hosted(for: .operate)
            let text = metrics.text(of: shop.name) + Self.text(await shop.live.status())
            return Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        }
    }

    private static func text(_ status: LiveStatus) -> String {
        var lines: [String] = []
        func gauge(_ name: String, _ help: String, _ value: Double) {
            lines += [
                "# HELP equipoise_\(name) \(help)", "# TYPE equipoise_\(name) gauge", "equipoise_\(name) \(value)",
            ]
        }
        func counter(_ name: String, _ help: String, _ value: Int) {
            lines += [
                "# HELP equipoise_\(name)_total \(help)", "# TYPE equipoise_\(name)_total counter",
                "equipoise_\(name)_total \(value)",
            ]
        }
        counter("decisions", "Lists decided since the start.", status.counts.decisions)
        counter("positions", "Positions shown since the start.", status.counts.positions)
        counter("explorations", "Positions that explored since the start.", status.counts.explored)
        lines += ["# HELP equipoise_events_total Events taken in.", "# TYPE equipoise_events_total counter"]
        lines += status.counts.events.sorted { $0.key < $1.key }
            .map { "equipoise_events_total{kind=\"\($0.key)\"} \($0.value)" }
        gauge("items", "Items in the catalogue.", Double(status.items))
        gauge("open_decisions", "Decisions whose answers are still awaited.", Double(status.openDecisions))
        gauge("people", "People whose past is in memory.", Double(status.peopleInMemory))
        gauge("updates", "Decisions learned from for good.", Double(status.updates))
        return lines.joined(separator: "\n") + "\n"
    }
}
