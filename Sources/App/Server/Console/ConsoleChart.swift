import Foundation
import Hummingbird
import Mustache

/// A chart of the console. The same figures stand in a table beside it, so that nothing is lost without it.
struct ConsoleChart: Encodable {
    enum Kind: String, Encodable { case line, bar }
    enum Axis: String, Encodable { case left, right }

    struct Series: Encodable {
        var name: String
        /// One for each label; nothing where there is no figure.
        var values: [Double?]
        var axis = Axis.left
        /// Whether the room between it and the series after it is shaded.
        var isFilled = false
    }

    var kind = Kind.line
    var labels: [String]
    var series: [Series]

    /// Empty where there is nothing to draw, or nothing to draw with.
    ///
    /// - Parameter title: what it shows, also for those who cannot see it.
    func html(_ title: String) throws -> String {
        guard ChartLibrary.isInstalled, labels.count > 1 else { return "" }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        // A script element ends at the first `</`, wherever that stands.
        let json = String(decoding: try encoder.encode(self), as: UTF8.self).replacing("<", with: "\\u003c")
        return Self.template.render(["title": title, "json": json])
    }

    private static let template = ConsolePage.template(
        """
        <figure class="chart" hidden><figcaption>{{title}}</figcaption>
        <div class="plot"><canvas role="img" aria-label="{{title}}"></canvas></div>
        <script type="application/json">{{{json}}}</script></figure>
        """)
}

/// Chart.js, as Debian's `libjs-chart.js` installs it. Without it the console has tables alone.
enum ChartLibrary {
    private static let path = "/usr/share/javascript/chart.js/chart.min.js"
    private static let file: StaticFile? = FileManager.default.contents(atPath: path).map {
        StaticFile(Array($0), StaticFile.script)
    }

    static var isInstalled: Bool { file != nil }

    /// The elements that load it, and what draws with it.
    static var elements: String {
        guard let file else { return "" }
        return """
            <script src="/console/chart.js?v=\(file.version)" defer></script>
            <script src="/console/console.js?v=\(StaticFile.consoleScript.version)" defer></script>
            """
    }

    static func add(to router: Router<ServerContext>) {
        router.get("console/console.js") { request, _ in StaticFile.consoleScript.answer(to: request) }
        router.get("console/chart.js") { request, _ in
            guard let file else {
                throw Problem(.notFound, code: "console.charts", detail: "Chart.js is not installed")
            }
            return file.answer(to: request)
        }
    }
}
