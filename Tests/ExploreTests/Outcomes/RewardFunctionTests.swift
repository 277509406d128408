import Commerce
import Explore
import Foundation
import Testing

struct RewardFunctionTests {
    private func bought(_ quantity: Double?, pence: Int64 = 250, order: OrderID? = "o") -> Event {
        Event(
            .purchase, at: minute(1), shopper: "s", item: "a", order: order, quantity: quantity,
            price: Money(minorUnits: pence, currency: .gbp))
    }

    private func back(_ kind: EventKind, _ quantity: Double?, order: OrderID? = "o") -> Event {
        Event(kind, at: minute(2), shopper: "s", item: "a", order: order, quantity: quantity)
    }

    private let click = Event(.click, at: minute(1), shopper: "s", item: "a")

    @Test func weightsAddUpToTheCap() throws {
        let free = try RewardFunction(.weights(.standard), range: -10...10)
        #expect(try free.reward(of: [click, click]) == 0.6)
        #expect(try free.reward(of: [click, bought(1)]) == 1.3)
        #expect(try RewardFunction.standard.reward(of: [click, bought(1)]) == 1)
        #expect(try free.reward(of: []) == 0)
        let harsh = try RewardFunction(.weights(RewardWeights([.purchase: 1, .refund: -3])), range: -10...10)
        #expect(try harsh.reward(of: [bought(2), back(.refund, 1)]) == -0.5)
        #expect(try harsh.reward(of: [bought(2), bought(2), back(.refund, 4)]) == -4)
    }

    @Test func aWayBackTakesItsShareOfItsOrderOnly() throws {
        let money = try RewardFunction(.money(.gbp, margin: 0.5), range: 0...1000)
        #expect(try money.reward(of: [bought(4)]) == 5)
        #expect(try money.reward(of: [bought(4), back(.refund, 1)]) == 3.75)
        #expect(try money.reward(of: [bought(4), back(.refund, 1), back(.cancellation, 9)]) == 0)
        #expect(try money.reward(of: [bought(4), back(.refund, nil, order: "another")]) == 5)
        #expect(try money.reward(of: [back(.refund, 1)]) == 0)
        let any = try RewardFunction(.any(of: [.purchase]), range: 0...1)
        #expect(try any.reward(of: [bought(4), back(.refund, 3)]) == 1)
        #expect(try any.reward(of: [bought(4), back(.refund, nil)]) == 0)
        #expect(try RewardFunction.click.reward(of: [click, click]) == 1)
    }

    @Test func whatIsNotAsDeclaredThrows() throws {
        func code(_ function: RewardFunction, _ events: [Event]) -> String? {
            do throws(ExploreError) { _ = try function.reward(of: events) } catch { return error.code }
            return nil
        }
        let money = try RewardFunction(.money(.gbp, margin: 1), range: 0...100, cap: 0...10)
        #expect(code(money, [bought(40)]) == nil)
        #expect(code(money, [bought(41)]) == "reward.range")
        #expect(code(money, [Event(.purchase, at: minute(1), item: "a")]) == "reward.price")
        let dollars = Event(.purchase, at: minute(1), item: "a", price: Money(minorUnits: 1, currency: .usd))
        #expect(code(money, [dollars]) == "reward.currency")
        #expect(code(money, [bought(0)]) == "reward.quantity")
        #expect(code(.standard, [bought(.infinity)]) == "reward.quantity")
        #expect(throws: ExploreError.self) { try RewardFunction(.weights(.standard), range: 1...2) }
        #expect(throws: ExploreError.self) { try RewardFunction(.weights(.standard), range: -1...1, cap: -2...1) }
        #expect(throws: ExploreError.self) { try RewardFunction(.weights(.standard), range: 0 ... .infinity) }
        #expect(throws: ExploreError.self) { try RewardFunction(.any(of: []), range: 0...1) }
        #expect(throws: ExploreError.self) { try RewardFunction(.any(of: [.refund]), range: 0...1) }
        #expect(throws: ExploreError.self) { try RewardFunction(.money(.gbp, margin: 0), range: 0...1) }
    }

    @Test func isReadAsItIsWritten() throws {
        let functions = [
            RewardFunction.standard, .click,
            try RewardFunction(.money(.jpy, margin: 0.25), range: 0...1e6, cap: 0...5000),
        ]
        for function in functions {
            let json = String(decoding: try JSONEncoder().encode(function), as: UTF8.self)
            #expect(try RewardFunction(json: json) == function)
        }
        #expect(try RewardFunction(json: #"{"measure": "any", "kinds": ["click"]}"#) == .click)
        #expect(
            try RewardFunction(json: #"{"measure": "weights", "range": [-1000, 1000], "cap": [-1, 1]}"#) == .standard)
    }

    @Test(arguments: [
        (#"{"measure": "clicks"}"#, "measure"),
        (#"{"measure": "weights", "range": [-1, 1], "caps": [0, 1]}"#, "'caps' is not known"),
        (#"{"measure": "weights", "weights": {"klick": 1}, "range": [0, 1]}"#, "'klick' is not a kind of event"),
        (#"{"measure": "weights"}"#, "'range' is missing"),
        (#"{"measure": "weights", "range": [1, 0]}"#, "must be [lowest, highest] at range"),
        (#"{"measure": "money", "currency": "XXQ", "range": [0, 1]}"#, "'XXQ' is not an ISO 4217 currency code"),
        (#"{"measure": "money", "range": [0, 1]}"#, "'currency' is missing"),
        ("[1", "not a declaration of rewards"),
    ])
    func saysWhatIsWrongWithADeclaration(json: String, part: String) {
        let error = #expect(throws: ExploreError.self) { try RewardFunction(json: json) }
        #expect(error?.code == "reward.function" && error?.message.contains(part) == true, "\(error?.message ?? "")")
        #expect(error?.remedy != nil)
    }
}
