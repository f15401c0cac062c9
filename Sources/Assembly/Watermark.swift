import Register
import Schemas
import Stream
import WorkerKit

/// How far a partition of `nu.submissions` has been read, in civil days, and what intake says of that to the register.
///
/// On a live register a record proves by the time of its append that the day before it is over: what the log takes from then
/// on is received later. Where nobody sends, intake appends a marker, a record without content, for the sake of its time.
/// On a replay register the senders say what time it is, so nothing is proven by it: whoever replays says which days are
/// over, through the lane's calendar, and only markers count.
struct Watermark {
    private let clock: RegisterClock
    private var rows = Table<Single, WatermarkRow>(tag: 1)
    /// The day that a marker was last appended for, and how often.
    private var asked: (day: CivilDate, times: Int)?

    init(_ clock: RegisterClock) { self.clock = clock }

    /// The last day that the register was told is in.
    var said: CivilDate? { rows[Single()]?.day }

    mutating func apply(_ pass: inout TablePass) { rows.apply(&pass) }

    /// A record was read. Returns the day to say to the register; nil when it knows already.
    mutating func read(_ record: LogRecord) -> CivilDate? {
        guard clock == .live || record.isMarker, let today = Watermark.day(record.timestamp) else { return nil }
        let over = today.adding(days: -1)
        guard isNews(over) else { return nil }
        rows[Single()] = WatermarkRow(day: over)
        if asked.map({ isProven($0.day) }) == true { asked = nil }
        return over
    }

    /// The lane's calendar says that a day is over. Returns whether a marker must prove it.
    mutating func dayIsOver(_ day: CivilDate) -> Bool {
        guard !isProven(day) else { return false }
        asked = (day, asked?.day == day ? (asked?.times ?? 0) + 1 : 1)
        return true
    }

    /// A marker proves too little now and then, when a clock is some seconds ahead; two in a row are a clock that is wrong.
    var alarm: CalendarAlarm? {
        guard let asked, asked.times > 2, let said, !isProven(asked.day) else { return nil }
        return said < asked.day
            ? .clockAhead(of: said, believes: asked.day) : .clockBehind(said, believes: asked.day)
    }

    /// A later day; or, on a live register, one that is earlier by more than midnight explains: the log's clock was ahead, and
    /// what it said then does not hold.
    private func isNews(_ over: CivilDate) -> Bool {
        guard let said else { return true }
        return over > said || clock == .live && over.adding(days: 1) < said
    }

    /// The log's clock may have turned the day before that of the process did.
    private func isProven(_ day: CivilDate) -> Bool {
        guard let said else { return false }
        return said == day || said == day.adding(days: 1) || clock == .replay && said > day
    }

    /// Nil for a time that no clock says.
    private static func day(_ milliseconds: Int64) -> CivilDate? {
        // 2000 to 2199.
        (946_684_800_000..<7_258_032_000_000).contains(milliseconds) ? .paris(milliseconds: milliseconds) : nil
    }
}

extension LogRecord {
    /// Says nothing but when it was appended. Anybody may write one: the time is the log's.
    var isMarker: Bool { value == nil && header(HeaderName.marker) != nil }
}
