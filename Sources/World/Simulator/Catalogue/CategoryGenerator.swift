import Commerce
import Linear

/// The category tree and its brands, laid out in the space of tastes.
struct CategoryGenerator {
    private(set) var leaves: [Leaf] = []
    private(set) var brands: [Brand] = []
    private(set) var departments: [String] = []

    /// Leaves come from all departments in turn, so that a small shop still has departments.
    init(leaves count: Int, generator: SeededGenerator) {
        let plans = Self.chosen(count)
        var taste = generator.split(0)
        var fame = generator.split(1)
        var centres: [Taste] = []
        var brandsOf: [[Int]] = []
        for plan in plans {
            let name = plan.path[0].english
            let department: Int
            if let known = departments.firstIndex(of: name) {
                department = known
            } else {
                department = departments.count
                departments.append(name)
                centres.append(.direction(using: &taste))
                let names = BrandNames.of(department: name)
                brandsOf.append(Array(brands.count..<brands.count + names.count))
                for name in names {
                    brands.append(
                        Brand(name: name, strength: Float(fame.normal()), direction: .direction(using: &taste)))
                }
            }
            let centroid = (centres[department] * 0.75 + .direction(using: &taste) * 0.7).normalised
            leaves.append(
                Leaf(
                    plan: plan, path: plan.path.map(\.english), department: department, centroid: centroid,
                    demand: fame.logNormal(logMean: 0, logDeviation: 0.5), brands: brandsOf[department]))
        }
    }

    private static func chosen(_ count: Int) -> [LeafPlan] {
        var queues: [[LeafPlan]] = []
        var places: [String: Int] = [:]
        for plan in LeafPlan.all {
            let name = plan.path[0].english
            if let place = places[name] {
                queues[place].append(plan)
            } else {
                places[name] = queues.count
                queues.append([plan])
            }
        }
        var taken = [Int](repeating: 0, count: queues.count)
        var left = count
        while left > 0 {
            for place in queues.indices where left > 0 && taken[place] < queues[place].count {
                taken[place] += 1
                left -= 1
            }
        }
        return zip(queues, taken).flatMap { $0.prefix($1) }
    }
}
