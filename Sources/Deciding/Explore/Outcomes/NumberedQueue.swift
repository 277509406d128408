/// A queue whose elements keep the number they got on entering: 0, 1, 2, ...
///
/// O(1) to add, to take from the front (amortised) and to find by number.
struct NumberedQueue<Element: Sendable>: Sendable {
    /// Nothing where one has left, so that what it holds is let go at once.
    private var elements: [Element?] = []
    private var head = 0
    /// The number of `elements[0]`.
    private var base: Int

    init(startingAt number: Int = 0) { base = number }

    var count: Int { elements.count - head }
    /// The number of the first element, or of the next to enter when there is none.
    var firstNumber: Int { base + head }
    /// The number that the next to enter will have.
    var nextNumber: Int { base + elements.count }
    var first: Element? { head < elements.count ? elements[head] : nil }
    /// Numbers of the elements in the queue.
    var numbers: Range<Int> { firstNumber..<nextNumber }

    mutating func append(_ element: Element) { elements.append(element) }

    /// - Precondition: the number is that of an element in the queue.
    subscript(number: Int) -> Element {
        get {
            guard let element = elements[number - base] else { preconditionFailure("\(number) has left the queue") }
            return element
        }
        _modify {
            precondition(elements[number - base] != nil, "\(number) has left the queue")
            yield &elements[number - base]!
        }
    }

    /// Removes everything from this number on.
    mutating func truncate(to number: Int) {
        elements.removeLast(max(0, elements.count - max(head, number - base)))
    }

    mutating func removeFirst() {
        elements[head] = nil
        head += 1
        guard head >= 64, 2 * head >= elements.count else { return }
        elements.removeFirst(head)
        base += head
        head = 0
    }
}
