import Register
import Schemas
import SwiftProtobuf
import WorkerKit

// Which days are over: what the register says of that, and nothing else.
//
// Intake says how far it has come, for each partition of `nu.submissions`. A day is closed behind all of these watermarks, so
// everything that was received through it stands before the end of the day.
extension RenewalWorker {
    mutating func note(_ header: WireRegisterHeader) {
        changeClosing {
            $0.isLive = header.clock == .live
            $0.submissionPartitions = header.submissionPartitions
        }
    }

    /// The last one said counts, also when it says less than the one before: a clock that was ahead is right again.
    mutating func note(_ record: RegisterRecord, _ received: WireReceived, into output: inout Output) {
        guard CivilDate.years.contains(record.day.components.year) else { return }
        let partition = SubmissionPartition(received.submissionPartition)
        if watermarks[partition]?.day != record.day { watermarks[partition] = WatermarkRow(day: record.day) }
        closeDays(into: &output)
    }

    mutating func allow(_ day: CivilDate, into output: inout Output) {
        changeClosing { $0.allowed = day }
        closeDays(into: &output)
    }

    mutating func readBack(_ day: CivilDate) {
        if let asked = closing[Single()]?.asked, asked <= day { changeClosing { $0.asked = nil } }
    }

    /// The calendar of a partition starts with its first application, or behind the watermarks where these say that the day
    /// of a late reception is over: nothing was due before.
    mutating func noteFirstDay(_ day: CivilDate) {
        var row = days[Single()] ?? CalendarRow()
        let day = receivedThrough.map { max(day, $0.adding(days: 1)) } ?? day
        guard row.closed == nil, row.first.map({ day < $0 }) ?? true else { return }
        row.first = day
        days[Single()] = row
    }

    /// Appends the end of the days that may be closed, as one fact.
    ///
    /// One closing at a time: the next waits until this one is read back and what follows from it is appended. So the lapses
    /// of a day stand before the end of the next one, and a link that voids such a lapse is remembered until then.
    mutating func closeDays(into output: inout Output) {
        guard closing[Single()]?.asked == nil, let before = closedBefore, let through = closableThrough else { return }
        changeClosing { $0.asked = through }
        let fact = WireDaysClosed.with { $0.from = before.days + 1 }
        output.facts.append(RegisterRecord(territory: nil, day: through, fact: .daysClosed(fact)))
    }

    /// The tags of the tables that `calendarStatus` follows from.
    package static let calendarTags: Set<UInt8> = [2, 5, 6]

    package var calendarStatus: CalendarStatus? {
        let closed = days[Single()]?.first == nil ? receivedThrough : closing[Single()]?.asked ?? days[Single()]?.closed
        return CalendarStatus(closed: closed, received: receivedThrough, alarm: alarm)
    }

    private var alarm: CalendarAlarm? {
        guard isLive, let received = receivedThrough, let before = closedBefore else { return nil }
        if let closed = days[Single()]?.closed, received < closed { return .receivedBehind(received, closed: closed) }
        let isWaiting = closing[Single()]?.asked == nil && received > before && closableThrough == nil
        return isWaiting ? .daysMissing(from: before.adding(days: 1), through: received) : nil
    }

    private var isLive: Bool { closing[Single()]?.isLive ?? false }

    /// The day before the first one that is not closed; nil where there is nothing that has days.
    private var closedBefore: CivilDate? {
        days[Single()].flatMap { row in row.closed ?? row.first.map { $0.adding(days: -1) } }
    }

    /// What all watermarks have reached; nil while one was never said.
    private var receivedThrough: CivilDate? {
        var least: CivilDate?
        watermarks.forEach { _, row in least = min(least ?? row.day, row.day) }
        return watermarks.count >= max(1, Int(closing[Single()]?.submissionPartitions ?? 1)) ? least : nil
    }

    /// The last day that may be closed now. On a live register many days wait for an operator's word: it may be a wrong clock
    /// that says them.
    private var closableThrough: CivilDate? {
        guard let received = receivedThrough, let before = closedBefore, received > before else { return nil }
        guard isLive else { return received }
        let allowed = max(before, min(received, closing[Single()]?.allowed ?? before))
        if allowed.days(until: received) <= CalendarRule.missingDaysMax { return received }
        return allowed > before ? allowed : nil
    }

    private mutating func changeClosing(_ change: (inout ClosingRow) -> Void) {
        var row = closing[Single()] ?? ClosingRow()
        change(&row)
        closing[Single()] = row
    }
}
