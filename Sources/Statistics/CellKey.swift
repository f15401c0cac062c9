import Register
import Schemas
import WorkerKit

/// Where something is counted: a territory and the first commune asked for.
struct Place: RowKey {
    let territory: Territory
    let commune: CommuneCode

    init(_ territory: Territory, _ commune: CommuneCode) {
        self.territory = territory
        self.commune = commune
    }

    static func < (left: Place, right: Place) -> Bool {
        (left.territory, left.commune) < (right.territory, right.commune)
    }

    func encode(into writer: inout WireWriter) {
        territory.encode(into: &writer)
        withUnsafeBytes(of: commune.packed.bigEndian) { writer.bytes.append(contentsOf: $0) }
    }

    init?(decoding bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 5, let territory = Territory(rawIndex: bytes[0]),
            let commune = CommuneCode(
                packed: UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 1, as: UInt32.self))
            )
        else { return nil }
        self.init(territory, commune)
    }
}

/// A day or a month. One `Int32`: days since 1970-01-01 doubled, months since year 0 doubled plus one.
struct Period: Hashable, Sendable, Comparable {
    let rawValue: Int32

    init(_ day: CivilDate) { rawValue = Period.bounded(day.days) * 2 }

    init(_ month: CivilMonth) { rawValue = Period.bounded(month.index) * 2 + 1 }

    /// Nil for a period that none can be booked in.
    init?(rawValue: Int32) {
        self.rawValue = rawValue
        guard CivilDate.recordedDays.contains(Int64(end.days)) else { return nil }
    }

    /// What leaves room for being doubled.
    private static func bounded(_ number: Int32) -> Int32 { min(max(number, .min / 2), .max / 2) }

    var isDay: Bool { rawValue & 1 == 0 }

    private var day: CivilDate { CivilDate(days: rawValue >> 1) }

    private var month: CivilMonth { CivilMonth(index: rawValue >> 1) }

    /// The last day of it.
    var end: CivilDate { isDay ? day : month.lastDay }

    var iso: String { isDay ? day.iso : month.iso }

    static func < (left: Period, right: Period) -> Bool {
        (left.end, left.isDay ? 0 : 1) < (right.end, right.isDay ? 0 : 1)
    }
}

struct CellKey: RowKey {
    let place: Place
    let period: Period

    init(place: Place, period: Period) {
        self.place = place
        self.period = period
    }

    /// Days in order; a month right after its last day, so that stocks stand as they did then.
    var bookingOrder: BookingOrder { BookingOrder(period: period, place: place) }

    struct BookingOrder: Comparable {
        let period: Period
        let place: Place

        static func < (left: BookingOrder, right: BookingOrder) -> Bool {
            left.period == right.period ? left.place < right.place : left.period < right.period
        }
    }

    static func < (left: CellKey, right: CellKey) -> Bool { left.bookingOrder < right.bookingOrder }

    func encode(into writer: inout WireWriter) {
        place.encode(into: &writer)
        withUnsafeBytes(of: period.rawValue.bigEndian) { writer.bytes.append(contentsOf: $0) }
    }

    init?(decoding bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 9, let place = Place(decoding: UnsafeRawBufferPointer(rebasing: bytes[0..<5])),
            let period = Period(rawValue: Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: 5, as: Int32.self)))
        else { return nil }
        self.init(place: place, period: period)
    }
}
