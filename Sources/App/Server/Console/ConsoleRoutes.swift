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
        addForms(to: router)
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
            try await ExplorationPage(page: visit.page, shop: visit.shop).response()
        }
        get("console/models") { visit, _ in try await ModelsPage(page: visit.page, shop: visit.shop).response() }
    }

    private func addForms(to router: Router<ServerContext>) {
        /// What a form does, and the page that shows what came of it.
        func post(
            _ path: RouterPath, for role: Role, backTo page: String,
            _ act: @escaping @Sendable (ConsoleDoor.Form) async throws -> Void
        ) {
            router.post(path) { request, _ in
                try await act(try await door.form(request, for: role))
                return ConsoleDoor.redirect(page)
            }
        }
        post("console/models/train", for: .admin, backTo: "/console/models") { form in
            _ = try await form.shop.train(by: form.author)
        }
        post("console/models/promote", for: .admin, backTo: "/console/models") { form in
            try await form.shop.promote(form.fields["version"] ?? "", by: form.author)
        }
        post("console/exploration/dials", for: .admin, backTo: "/console/exploration") { form in
            func number(_ name: String) throws -> Double? {
                try form.fields[name].map { text in
                    guard let number = Double(text) else {
                        throw Problem(.unprocessableContent, code: "dials.range", detail: "'\(name)' must be a number")
                    }
                    return number
                }
            }
            let body = DialRoutes.Body(
                policy: form.fields["policy"], familiarity: try number("familiarity"), shared: try number("shared"),
                windowSeconds: try number("windowSeconds"))
            try await form.shop.turn(try DialRoutes.change(await form.shop.dials, by: body), by: form.author)
        }
    }
}
