import Commerce
import Engine
import Server

extension SettingsMember {
    /// All settings, in the order of the file.
    public static let all: [SettingsMember] =
        [
            texts(
                "shops", "Folders of the shops to serve, from where the program is started; several need keys.", \.shops
            )
        ] + server + dials + schedule + learning + limits + log + storefront

    private static let server = [
        text(
            "server.host", "Address to listen on. Any other than this machine's own needs keys first.", \.address.host),
        whole("server.port", "Port to listen on; 0 takes any that is free.", 0...65_535, \.address.port),
        whole(
            "server.connections", "Connections that are open at once; more wait until one is closed.", 1...100_000,
            \.server.limits.connections),
        whole(
            "server.idleSeconds", "How long a connection may be open without a request.", 1...3600,
            \.server.limits.idleSeconds),
        whole(
            "server.requestSeconds",
            "How long a request may take to arrive, and an answer may wait for somebody who does not read.", 1...3600,
            \.server.limits.requestSeconds),
        texts(
            "server.proxies", "Addresses of proxies whose X-Forwarded-For is believed, for the limit of unknown keys.",
            \.server.proxies),
    ]

    private static let dials = [
        SettingsMember(
            name: "dials.policy",
            meaning:
                "How lists are chosen until somebody turns the dials in the console or the API; see docs/guide/policies.md.",
            rule: .text, read: { .text($0.live.dials.policy.name) },
            write: { settings, value in
                guard case .text(let name) = value else { return }
                settings.live.dials.policy = try PolicyChoice(name)
            }),
        dial("dials.familiarity", "How much of a list stays when it is asked for again, likewise.", 0...1) {
            ConsistencyChange(familiarity: $0)
        } read: {
            $0.live.dials.consistency.familiarity
        },
        dial("dials.shared", "How much lists have in common between shoppers, likewise.", 0...1) {
            ConsistencyChange(shared: $0)
        } read: {
            $0.live.dials.consistency.shared
        },
        dial("dials.windowSeconds", "How long a list is remembered for that, likewise.", 0...2_592_000) {
            ConsistencyChange(windowSeconds: $0)
        } read: {
            $0.live.dials.consistency.windowSeconds
        },
    ]

    private static let schedule = [
        SettingsMember(
            name: "schedule.trainEveryHours",
            meaning: """
                Hours from the beginning of one training to that of the next, 0.1 at least; 0 trains only when told to. A shop \
                whose schedule was set in the console or the API goes by that alone, whatever stands here.
                """, rule: .number(0...8760), read: { .number($0.live.schedule.training?.everyHours ?? 0) },
            write: { settings, value in
                guard case .number(let hours) = value else { return }
                let old = settings.live.schedule.training
                try settings.set(
                    ShopSchedule.Training(everyHours: hours == 0 ? nil : hours, afterDrift: old?.afterDrift))
            }),
        SettingsMember(
            name: "schedule.trainAfterDrift", meaning: "Whether a training begins as soon as drift is found, likewise.",
            rule: .flag, read: { .flag($0.live.schedule.training?.afterDrift ?? false) },
            write: { settings, value in
                guard case .flag(let follows) = value else { return }
                let old = settings.live.schedule.training
                try settings.set(ShopSchedule.Training(everyHours: old?.everyHours, afterDrift: follows ? true : nil))
            }),
    ]

    private static let learning = [
        duration(
            "learning.windowSeconds", "How long after a decision an act still answers it.", 1...2_592_000, \.live.window
        ),
        duration(
            "learning.latenessSeconds",
            "How much later than the newest moment seen an event may arrive and still be learned from.", 0...86_400,
            \.live.lateness),
        whole(
            "learning.peopleInMemory", "People whose past is held in memory, at least; twice as many at most.",
            1...100_000_000, \.live.peopleInMemory),
        SettingsMember(
            name: "learning.candidateShare",
            meaning: """
                Share of the decisions that keep all their candidates, so that they can be made again and looked into; the \
                others keep what was shown, a tenth of the size. 1 keeps all, 0 none.
                """, rule: .number(0...1), read: { .number($0.live.candidateShare) },
            write: { settings, value in if case .number(let share) = value { settings.live.candidateShare = share } }),
    ]

    private static let limits = [
        whole("limits.bodyBytes", "Bytes of a body of rows as it travels.", 1...(1 << 30), \.server.limits.bodyBytes),
        whole("limits.unpackedBytes", "Bytes of such a body after gzip.", 1...(1 << 32), \.server.limits.unpackedBytes),
        whole("limits.rows", "Rows of such a body.", 1...1_000_000, \.server.limits.rows),
        whole(
            "limits.headerBytes", "Bytes of all headers of a request.", 1024...(1 << 20), \.server.limits.headerBytes),
        rate(
            "limits.requestsPerSecond", "Requests with each key; a server without keys has no such limit.",
            \.server.limits.keyRate.perSecond),
        whole("limits.requestsAtOnce", "And so many at once.", 1...10_000_000, \.server.limits.keyRate.burst),
        rate(
            "limits.visitorRequestsPerSecond",
            "Requests from each address with the key of a storefront, which all its visitors share.",
            \.server.limits.visitorRate.perSecond),
        whole(
            "limits.visitorRequestsAtOnce", "And so many at once.", 1...10_000_000, \.server.limits.visitorRate.burst),
        rate(
            "limits.unknownKeysPerSecond", "Unknown keys from each address, in the API and at the console's door.",
            \.server.limits.unknownKeyRate.perSecond),
        whole("limits.unknownKeysAtOnce", "And so many at once.", 1...10_000_000, \.server.limits.unknownKeyRate.burst),
    ]

    private static let storefront = [
        SettingsMember(
            name: "storefront.allowedOrigins",
            meaning: "Whose pages may use the tag besides this server's own, such as https://shop.example.",
            rule: .texts,
            read: { .texts($0.server.pages.origins.sorted()) },
            write: { settings, value in
                guard case .texts(let origins) = value else { return }
                settings.server.pages = try PageSettings(
                    origins: origins, hasStorefront: settings.server.pages.hasStorefront)
            }),
        SettingsMember(
            name: "storefront.example", meaning: "Whether an example storefront is served at /storefront.", rule: .flag,
            read: { .flag($0.server.pages.hasStorefront) },
            write: { settings, value in
                guard case .flag(let isServed) = value else { return }
                settings.server.pages = try PageSettings(
                    origins: settings.server.pages.origins, hasStorefront: isServed)
            }),
    ]

    private static let log = [
        choice(
            "log.level", "How much is told on standard error; debug has a line for every request.", \.server.log.level),
        choice("log.format", "auto writes text on a terminal and JSON lines elsewhere.", \.server.log.format),
    ]
}

extension Settings {
    fileprivate mutating func set(_ training: ShopSchedule.Training) throws {
        try training.check()
        live.schedule.training = training == ShopSchedule.Training() ? nil : training
    }
}
