import Commerce
import Engine
import Hummingbird
import Ledger
import Mustache

/// One shopper, or one visitor without a shopper's name: what is known, what was done and shown, and what every
/// recommender would show.
struct PersonPage {
    enum Person {
        case shopper(ShopperID)
        case visitor(VisitorID)
    }

    let page: ConsolePage
    let shop: LiveShop
    let person: Person
    /// Whether the reader may erase.
    let mayErase: Bool
    /// Where the timeline begins; nothing at the newest event.
    let place: LogPlace?

    private static let events = 50
    private static let decisions = 20
    private static let places = 10
    private static let interests = 6

    func response() async throws -> Response {
        let (found, title, missing) = try await look()
        guard let profile = found else {
            return try page.response(missing.title, Self.missing.render(["text": missing.text]), status: .notFound)
        }
        let (shopper, visitor) = (id.shopper, id.visitor)
        let events = try shop.events(
            matching: EventQuery(shopper: shopper, visitor: visitor), after: place, limit: Self.events)
        let decisions = try shop.decisions(
            matching: DecisionQuery(shopper: shopper, visitor: visitor), after: nil, limit: Self.decisions)
        let lists =
            switch person {
            case .shopper(let id): try await shop.lists(for: id, count: Self.places)
            case .visitor(let id): try await shop.lists(forVisitor: id, count: Self.places)
            }
        let named =
            events.entries.compactMap(\.item)
            + (profile.categories + profile.brands).flatMap { $0.evidence.map(\.item) }
            + decisions.entries.flatMap { $0.slate.prefix(3).map(\.item) }
            + lists.flatMap { $0.places.map(\.item) }
        let titles = await shop.titles(of: Set(named), in: page.language)
        var context = facts(profile, titles)
        context.merge(timeline(events, titles)) { $1 }
        context.merge(shown(decisions.entries, titles)) { $1 }
        context.merge(recommenders(lists, titles)) { $1 }
        context.merge(try ending) { $1 }
        return try page.response(title, Self.template.render(context))
    }

    private var id: (shopper: ShopperID?, visitor: VisitorID?) {
        switch person {
        case .shopper(let id): (id, nil)
        case .visitor(let id): (nil, id)
        }
    }

    /// The profile, the title of the page, and what to say when there is none.
    private func look() async throws -> (ShopperProfile?, String, missing: (title: String, text: String)) {
        switch person {
        case .shopper(let id):
            (
                try await shop.profile(of: id), page.say("Shopper \(id)", "顾客 \(id)"),
                (
                    page.say("Unknown shopper", "未知顾客"),
                    page.say("Nobody has named a shopper like this.", "没有这个顾客。")
                )
            )
        case .visitor(let id):
            (
                try await shop.profile(ofVisitor: id), page.say("Visitor \(id)", "访客 \(id)"),
                (
                    page.say("Unknown visitor", "未知访客"),
                    page.say("No visitor of this name was here.", "没有这个访客。")
                )
            )
        }
    }

    // MARK: Parts

    private func facts(_ profile: ShopperProfile, _ titles: [ItemID: String]) -> [String: Any] {
        let value = profile.value
        let cards = [
            (page.say("events", "事件"), grouped(profile.events.values.reduce(0, +))),
            (page.say("lists shown", "展示的列表"), grouped(profile.decisions)),
            (page.say("orders", "订单"), grouped(value.orders)),
            (
                page.say("spent", "消费金额"),
                value.spent.isEmpty ? "–" : value.spent.map { "\($0)" }.joined(separator: ", ")
            ),
            (
                page.say("days since a purchase", "距上次购买天数"),
                value.daysSincePurchase.map { ConsoleFigures.number($0, decimals: 0) } ?? "–"
            ),
            (page.say("last seen (UTC)", "最近出现（UTC）"), profile.lastSeen.map(ConsoleFigures.moment) ?? "–"),
        ]
        var known = profile.attributes.sorted { $0.key < $1.key }.map { ["name": $0.key, "value": $0.value] }
        if !profile.visitors.isEmpty {
            let visitors = profile.visitors.map { alias in
                alias.visitor.rawValue + (alias.isShared ? page.say(" (shared)", "（共用）") : "")
            }
            known.append([
                "name": page.say("visitors", "访客标识"), "value": visitors.joined(separator: page.say(", ", "、")),
            ])
        }
        for (kind, count) in profile.events.sorted(by: { ($0.value, $1.key) > ($1.value, $0.key) }) {
            known.append(["name": EventKind(rawValue: kind).map { page.name(of: $0) } ?? kind, "value": grouped(count)])
        }
        func rows(_ interests: [ShopperProfile.Interest]) -> [[String: String]] {
            interests.prefix(Self.interests).map { interest in
                [
                    "name": interest.name, "width": "\(Int(90 * interest.share))",
                    "share": ConsoleFigures.percent(interest.share, of: 1),
                    "why": interest.evidence.prefix(2).map {
                        page.name(of: $0.kind) + " " + (titles[$0.item] ?? $0.item.rawValue)
                    }
                    .joined(separator: page.say(", ", "、")),
                ]
            }
        }
        let interests = rows(profile.categories) + rows(profile.brands)
        return [
            "cards": cards.map { ["name": $0.0, "value": $0.1] }, "known": known,
            "knownTitle": page.say("What is known", "已知信息"), "hasInterests": !interests.isEmpty,
            "interestTitle": page.say("Interests of late", "近期兴趣"), "interests": interests,
            "interestHead": [
                page.say("Category or brand", "类目或品牌"), page.say("Share", "占比"), page.say("From", "依据"),
            ],
            "noInterests": page.say(
                "No interests are known: nothing was looked at, or what was is not described.", "暂无兴趣：没有浏览行为，或商品没有描述。"),
        ]
    }

    private func timeline(_ events: LogPage<Event>, _ titles: [ItemID: String]) -> [String: Any] {
        [
            "timelineTitle": page.say("Timeline", "时间线"),
            "eventHead": [
                page.say("Time (UTC)", "时间（UTC）"), page.say("What", "行为"), page.say("Item", "商品"),
                page.say("List", "列表"),
            ],
            "events": events.entries.map { event in
                var row: [String: String] = [
                    "time": ConsoleFigures.moment(event.time), "kind": page.name(of: event.kind),
                    "text": event.text ?? "",
                ]
                if let item = event.item {
                    row["item"] = titles[item] ?? item.rawValue
                    row["link"] = ConsolePage.link("items", item.rawValue)
                }
                if let decision = event.decision {
                    row["decision"] = ConsolePage.link("decisions", decision.rawValue)
                    row["see"] = page.say("why", "缘由")
                }
                return row
            },
            "hasEvents": !events.entries.isEmpty,
            "noEvents": page.say("Nothing was done yet.", "暂无行为。"),
            "older": events.next.map { "?before=" + PageCursor.cursor(of: $0) } ?? "",
            "hasOlder": events.next != nil, "olderText": page.say("Older", "更早"),
        ]
    }

    private func shown(_ decisions: [Decision], _ titles: [ItemID: String]) -> [String: Any] {
        [
            "shownTitle": page.say("Lists shown", "展示的列表"),
            "shownHead": [
                page.say("Time (UTC)", "时间（UTC）"), page.say("Surface", "位置"), page.say("First items", "前几件商品"),
            ],
            "shown": decisions.map { decision in
                [
                    "link": ConsolePage.link("decisions", decision.id.rawValue),
                    "time": ConsoleFigures.moment(decision.time), "surface": decision.surface.rawValue,
                    "items": decision.slate.prefix(3).map { titles[$0.item] ?? $0.item.rawValue }
                        .joined(separator: page.say(", ", "、")),
                ]
            },
            "hasShown": !decisions.isEmpty,
            "noShown": page.say("No list was asked for yet.", "还没有请求过列表。"),
        ]
    }

    private func recommenders(_ lists: [RecommenderList], _ titles: [ItemID: String]) -> [String: Any] {
        [
            "listsTitle": page.say("What every recommender would show now", "各推荐模型此刻的列表"),
            "lists": lists.map { list in
                [
                    "name": list.recommender, "isEmpty": list.places.isEmpty,
                    "empty": page.say("Nothing: it knows too little.", "无：所知太少。"),
                    "places": list.places.map { place in
                        [
                            "link": ConsolePage.link("items", place.item.rawValue),
                            "title": titles[place.item] ?? place.item.rawValue,
                            "score": ConsoleFigures.number(place.score),
                        ]
                    },
                ] as [String: Any]
            },
            "hasLists": !lists.isEmpty,
            "noLists": page.say(
                "No models have been trained yet. Train them under Models.", "尚未训练模型。请到“模型”页训练。"),
        ]
    }

    /// Erasing a shopper; for a visitor who it is known to be, and how to erase.
    private var ending: [String: Any] {
        get throws {
            switch person {
            case .shopper(let id):
                return [
                    "mayErase": mayErase, "token": page.token, "id": id.rawValue,
                    "eraseTitle": page.say("Erase this shopper", "抹除该顾客"),
                    "eraseText": page.say(
                        "Everything of the shopper goes for good: events, lists, attributes, names, also of visitors who are nobody else. This cannot be undone. Type the identifier to confirm.",
                        "该顾客的一切将被永久删除：事件、列表、属性、名称，以及仅属于该顾客的访客。此操作不可撤销。请输入标识以确认。"),
                    "erase": page.say("Erase", "抹除"), "confirm": page.say("Identifier", "标识"),
                ]
            case .visitor(let id):
                let shopper = try shop.ledger.shopper(of: id)
                return [
                    "isVisitor": true, "hasShopper": shopper != nil, "shopper": shopper?.rawValue ?? "",
                    "shopperLink": shopper.map { ConsolePage.link("shoppers", $0.rawValue) } ?? "",
                    "seenAs": page.say(
                        "This visitor is known to be a shopper, who is shown with all of it:", "该访客已知为以下顾客，完整记录见："),
                    "visitorTitle": page.say("Erasing", "抹除"),
                    "visitorText": page.say(
                        "Erasing goes by shopper, and takes along the visitors who are nobody else. For a visitor without a shopper's name, post one event that has both this visitor and a shopper's name of its own, then erase that shopper.",
                        "抹除以顾客为单位，并包含仅属于该顾客的访客。对没有顾客名称的访客，请先提交一个同时带有该访客与一个专用顾客名称的事件，再抹除该顾客。"),
                ]
            }
        }
    }

    private static let missing = ConsolePage.template("<p class=\"empty\">{{text}}</p>")

    private static let template = ConsolePage.template(
        """
        {{#hasShopper}}<p class="empty">{{seenAs}} <a href="{{shopperLink}}">{{shopper}}</a></p>{{/hasShopper}}
        <div class="cards">{{#cards}}<div class="card"><b>{{value}}</b><span>{{name}}</span></div>{{/cards}}</div>
        <div class="columns"><section><h2>{{interestTitle}}</h2>
        {{#hasInterests}}<div class="scroll"><table><thead><tr>{{#interestHead}}<th scope="col">{{.}}</th>{{/interestHead}}</tr></thead><tbody>
        {{#interests}}<tr><td class="name">{{name}}</td><td>{{share}}<br><span class="bar" style="width: {{width}}px"></span></td><td class="wrap faint">{{why}}</td></tr>
        {{/interests}}</tbody></table></div>{{/hasInterests}}{{^hasInterests}}<p class="empty">{{noInterests}}</p>{{/hasInterests}}</section>
        <section><h2>{{knownTitle}}</h2><div class="scroll"><table>{{#known}}<tr><th scope="row">{{name}}</th><td class="wrap">{{value}}</td></tr>
        {{/known}}</table></div></section></div>
        <h2>{{listsTitle}}</h2>
        {{#hasLists}}<div class="columns">{{#lists}}<section class="card"><h3>{{name}}</h3>{{#isEmpty}}<p class="faint">{{empty}}</p>{{/isEmpty}}<ol>
        {{#places}}<li><a href="{{link}}">{{title}}</a> <span class="faint">{{score}}</span></li>
        {{/places}}</ol></section>{{/lists}}</div>{{/hasLists}}{{^hasLists}}<p class="empty">{{noLists}}</p>{{/hasLists}}
        <h2 id="timeline">{{timelineTitle}}</h2>
        {{#hasEvents}}<div class="scroll"><table><thead><tr>{{#eventHead}}<th scope="col">{{.}}</th>{{/eventHead}}</tr></thead><tbody>
        {{#events}}<tr><td>{{time}}</td><td>{{kind}}</td><td class="wrap">{{#link}}<a href="{{link}}">{{item}}</a>{{/link}}{{text}}</td><td>{{#decision}}<a href="{{decision}}">{{see}}</a>{{/decision}}</td></tr>
        {{/events}}</tbody></table></div>{{#hasOlder}}<p><a href="{{older}}#timeline">{{olderText}} →</a></p>{{/hasOlder}}{{/hasEvents}}{{^hasEvents}}<p class="empty">{{noEvents}}</p>{{/hasEvents}}
        <h2>{{shownTitle}}</h2>
        {{#hasShown}}<div class="scroll"><table><thead><tr>{{#shownHead}}<th scope="col">{{.}}</th>{{/shownHead}}</tr></thead><tbody>
        {{#shown}}<tr><td><a href="{{link}}">{{time}}</a></td><td>{{surface}}</td><td class="wrap">{{items}}</td></tr>
        {{/shown}}</tbody></table></div>{{/hasShown}}{{^hasShown}}<p class="empty">{{noShown}}</p>{{/hasShown}}
        {{#mayErase}}<details class="danger"><summary>{{eraseTitle}}</summary><p>{{eraseText}}</p>
        <form method="post" action="/console/shoppers/erase"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="id" value="{{id}}">
        <label for="confirmation">{{confirm}}</label> <input id="confirmation" name="confirmation" required autocomplete="off"> <button class="bad">{{erase}}</button></form></details>{{/mayErase}}
        {{#isVisitor}}<h2>{{visitorTitle}}</h2><p class="faint">{{visitorText}}</p>{{/isVisitor}}
        """)
}
