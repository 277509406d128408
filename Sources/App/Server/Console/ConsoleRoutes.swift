import Commerce
import Engine
import Foundation
import HTTPTypes
import Hummingbird

/// The pages of an operator, and the forms on them.
struct ConsoleRoutes: Sendable {
    let door: ConsoleDoor

    func add(to router: Router<ServerContext>) {
        router.get("/") { _, _ in ConsoleDoor.redirect("/console") }
        router.get("console/login") { request, _ in try door.loginPage(request) }
        router.post("console/login") { request, context in try await door.logIn(request, from: context.peer) }
        router.post("console/logout") { request, _ in try await door.logOut(request) }
        addPages(to: router)
        SteeringForms(door: door).add(to: router)
        addForms(to: router)
        ChartLibrary.add(to: router)
        ConsoleRecordRoutes(door: door).add(to: router)
    }

    private func addPages(to router: Router<ServerContext>) {
        func get(
            _ path: RouterPath,
            _ body: @escaping @Sendable (ConsoleDoor.Visit, ServerContext) async throws -> Response
        ) {
            router.get(path) { request, context in try await door.guarded(request) { try await body($0, context) } }
        }
        get("console") { visit, _ in try await OverviewPage(page: visit.page, shop: visit.shop).response() }
        get("console/decisions") { visit, _ in try await DecisionsPage(page: visit.page, shop: visit.shop).response() }
        get("console/decisions/{id}") { visit, context in
            let id = DecisionID(try context.name("id"))
            return try await TracePage(page: visit.page, shop: visit.shop, id: id).response()
        }
        get("console/exploration") { visit, _ in
            let item = visit.query("item")?.trimmingCharacters(in: .whitespaces)
            return try await ExplorationPage(
                page: visit.page, shop: visit.shop, item: item.flatMap { $0.isEmpty ? nil : ItemID($0) }
            ).response()
        }
        get("console/consistency") { visit, _ in
            try await ConsistencyPage(page: visit.page, shop: visit.shop).response()
        }
        get("console/policies") { visit, _ in try await PoliciesPage(page: visit.page, shop: visit.shop).response() }
        get("console/evaluations") { visit, _ in
            try await EvaluationsPage(page: visit.page, shop: visit.shop).response()
        }
        get("console/rules") { visit, _ in try await RulesPage(page: visit.page, shop: visit.shop).response() }
        get("console/settings") { visit, _ in
            try await SettingsPage(page: visit.page, shop: visit.asker.shop).response()
        }
        get("console/changes") { visit, _ in
            try ChangesPage(page: visit.page, shop: visit.shop, before: visit.query("before").flatMap(Int64.init))
                .response()
        }
        get("console/models/compare") { visit, _ in
            func version(_ name: String) -> String? { visit.query(name).flatMap { $0.isEmpty ? nil : $0 } }
            return try await ComparisonPage(
                page: visit.page, shop: visit.shop, first: version("first"), second: version("second")
            ).response()
        }
        get("console/models") { visit, _ in try await ModelsPage(page: visit.page, shop: visit.shop).response() }
    }

    private func addForms(to router: Router<ServerContext>) {
        door.post("console/models/train", for: .admin, backTo: "/console/models", router) { form in
            _ = try await form.shop.train(by: form.author)
        }
        door.post("console/models/promote", for: .admin, backTo: "/console/models", router) { form in
            try await form.shop.promote(form.fields["version"] ?? "", by: form.author)
        }
    }
}
