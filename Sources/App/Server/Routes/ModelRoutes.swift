import Commerce
import Engine
import Foundation
import HTTPTypes
import Hummingbird

/// `/v1/tasks`, `/v1/snapshots`.
struct ModelRoutes {
    let repeated: RepeatedRequests

    /// What a training may be told.
    struct TrainingBody: Decodable {
        var models: [String]?
    }

    func add(to router: RouterGroup<ServerContext>) {
        router.get("tasks") { _, context in
            let shop = try context.shop(for: .operate)
            return try answer(["tasks": shop.tasks])
        }
        router.get("tasks/{id}") { _, context in
            let shop = try context.shop(for: .operate)
            guard let id = Int(try context.name("id")) else {
                throw Problem(.badRequest, code: "task.number", detail: "tasks have whole numbers")
            }
            guard let task = shop.tasks.first(where: { $0.id == id }) else {
                throw Problem(.notFound, code: "task.unknown", detail: "there is no task \(id)")
            }
            return try answer(task)
        }
        router.post("tasks/training") { request, context in
            let shop = try context.shop(for: .admin)
            return try await repeated.answer(request, context) { request in
                let body = try await request.json(TrainingBody.self)
                return try answer(await shop.train(models: body.models, by: context.author), status: .accepted)
            }
        }
        router.get("snapshots") { _, context in
            let shop = try context.shop(for: .operate)
            return try answer(["snapshots": try await shop.snapshots()])
        }
        router.post("snapshots/{version}/promote") { _, context in
            let shop = try context.shop(for: .admin)
            let version = try context.name("version")
            guard try await shop.snapshots().contains(where: { $0.version == version }) else {
                throw Problem(.notFound, code: "snapshot.unknown", detail: "there is no snapshot '\(version)'")
            }
            try await shop.promote(version, by: context.author)
            return try answer(["snapshots": try await shop.snapshots()])
        }
    }
}
