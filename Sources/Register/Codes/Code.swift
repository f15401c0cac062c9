/// A code from a list, most of them the ministry's (interface 2.01), or one the list does not have.
///
/// Reading never fails: what is not in the list is kept as it came, so that a newer form loses nothing on its way through.
package protocol Code: Hashable, Sendable, CustomStringConvertible {
    /// The codes of the list, in its order.
    static var known: CodeList<Self> { get }

    /// A code the list does not have. Use `init(_:)` to read one: it knows.
    static func unknown(_ raw: String) -> Self

    /// The code and what it means.
    var entry: CodeEntry { get }
}

extension Code {
    package init(_ raw: String) {
        self = Self.known.code(raw) ?? .unknown(raw)
    }

    /// As it is written in messages.
    package var raw: String { entry.raw }

    package var isKnown: Bool { entry.isKnown }

    /// What a clerk reads.
    package var french: String { entry.french }

    package var english: String { entry.english }

    package var description: String { entry.raw }
}
