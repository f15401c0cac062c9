import Register
import Schemas

/// The applications that someone was linked to since days were last closed.
///
/// Renewal decides a lapse when it reads that a day is closed; by the time its `Lapsed` is appended, a link to that
/// application may stand before it, and the person was told the number. Then the lapse is void: who filed again came
/// back in time, and renewal renews the application when it reads the link. Everyone who acts on `Lapsed` asks here.
///
/// The marks go once per `daysClosed`: the days of a catch-up are one fact, and renewal closes no further day before it has
/// read that fact back and appended what follows from it. So nothing clears a mark between a link and the `Lapsed` behind it.
package struct RecentLinks: Sendable {
    package var rows: Table<UniqueNumber, LinkMark>

    package init(tag: UInt8) { rows = Table(tag: tag) }

    package mutating func note(_ record: RegisterRecord, _ linked: WireLinked) {
        guard !linked.repeated, let number = record.number else { return }
        rows[number] = LinkMark()
    }

    /// True when a `Lapsed` of this application says what is not so any more.
    package func voidsLapse(of number: UniqueNumber) -> Bool { rows[number] != nil }

    package mutating func daysClosed() {
        for number in rows.keys(where: { _, _ in true }) { rows[number] = nil }
    }
}

/// `nu.v1.LinkMark`.
package struct LinkMark: TableRow {
    package init() {}
    public func encode(into writer: inout WireWriter) {}
    public init(decoding reader: inout WireReader) throws(WireReader.Failure) {}
}
