/// How an applicant can be reached, never where: what R441-2-7 chooses the channels of a notice by.
package struct Reach: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// A postal address is known.
    package static let byPost = Reach(rawValue: 1 << 0)
    /// An electronic one is.
    package static let electronically = Reach(rawValue: 1 << 1)
    /// Filed or renewed on the public portal, at least once.
    package static let filedOnline = Reach(rawValue: 1 << 2)
    /// The applicant accepted electronic letters.
    package static let acceptsElectronic = Reach(rawValue: 1 << 3)

    /// After a form that says this. Who was online once stays so.
    package func adopting(_ form: Reach) -> Reach { intersection(.filedOnline).union(form) }

    /// A letter can be sent. Where nothing is known one is, and its provider says what became of it.
    package var takesLetters: Bool { contains(.byPost) || !contains(.electronically) }
}
