import Register
import Schemas
import WorkerKit

/// Counts, in cells that can be added up: each day and each month, by territory and first commune asked for.
///
/// Books work as a bank's do. A fact counts on its civil day while that day's books are open, and on the oldest open day
/// after; the books of a day are closed, and its cells published, when the *next* day is closed, because what a closed
/// day brings about (strike-offs for non-renewal, notices) is appended after it. A published day never changes.
///
/// Definitions: docs/domain.md 7. A cell is published for a day on which something moved; a stock is the last one published.
package struct StatisticsWorker: Worker {
    package static let name = "statistics"
    package static let interest = Interest(
        [
            .registered, .imported, .linked, .renewed, .modified, .deleted, .struckOff, .reinstated, .noticeDue,
            .purged, .unmerged, .daysClosed,
        ])

    var applications = Table<UniqueNumber, CountedRow>(tag: 1)
    var stocks = Table<Place, StockRow>(tag: 2)
    var movements = Table<CellKey, Movement>(tag: 3)
    var days = Table<Single, CalendarRow>(tag: 4)

    package init() {}

    package mutating func process(_ record: RegisterRecord, into output: inout Output) {
        switch record.fact {
        case .registered(let fact):
            enter(record, commune: fact.commune, initialDay: fact.initialDay) { $0.registered += 1 }
        case .imported(let fact): enter(record, commune: fact.commune, initialDay: fact.initialDay) { $0.imported += 1 }
        case .linked(let linked):
            if !linked.repeated { count(record, isLive: true) { $0.linked += 1 } }
        case .renewed(let fact):
            count(record, isLive: true) { $0.renewed += 1 }
            move(record, to: fact.commune)
        case .noticeDue(let fact):
            // Files that were sent their notice; a second letter and another channel are the same file's.
            if fact.rank == 1, fact.attempt == 0 { count(record, isLive: nil) { $0.notices += 1 } }
        case .modified(let fact): move(record, to: fact.commune)
        case .deleted(let fact): delete(record, fact)
        case .unmerged: unmerge(record)
        case .struckOff(let fact): leave(record) { movement, row in movement.add(fact, row) }
        case .reinstated: comeBack(record)
        case .purged: forget(record)
        case .daysClosed(let fact): close(record, fact, into: &output)
        case .accepted, .declined, .repeated, .cleared, .reviewOpened, .reviewClosed, .merged: break
        case .noticeUndeliverable, .noticeProven, .lapsed, .held, .litigationHeld, .warned, .accessJudged: break
        case .received, .header, .catchUp: break
        }
    }

    package mutating func apply(_ pass: inout TablePass) {
        applications.apply(&pass)
        stocks.apply(&pass)
        movements.apply(&pass)
        days.apply(&pass)
    }
}

// MARK: - Movements

extension StatisticsWorker {
    private mutating func enter(
        _ record: RegisterRecord,
        commune code: String,
        initialDay: Int32,
        _ change: (inout Movement) -> Void,
    ) {
        guard let number = record.number, applications[number] == nil, let commune = CommuneCode(code: code) else {
            return
        }
        applications[number] = CountedRow(commune: commune, initial: CivilDate(days: initialDay), isEnded: false)
        book(record, Place(number.territory, commune), change)
    }

    /// An exit counts once: whichever fact ended the application first.
    private mutating func leave(_ record: RegisterRecord, _ change: (inout Movement, CountedRow) -> Void) {
        guard let number = record.number, var row = applications[number], !row.isEnded else { return }
        row.isEnded = true
        applications[number] = row
        book(record, Place(number.territory, row.commune)) { change(&$0, row) }
    }

    /// For good; or merged into another one, which can be undone.
    private mutating func delete(_ record: RegisterRecord, _ fact: WireDeleted) {
        let isMerged = !fact.mergedInto.isEmpty && record.number.flatMap { applications[$0]?.isEnded } == false
        leave(record) { movement, _ in movement.deleted += 1 }
        if isMerged, let number = record.number {
            applications[number]?.isMerged = true
        } else {
            forget(record)
        }
    }

    /// It comes back as what was struck off by mistake does.
    private mutating func unmerge(_ record: RegisterRecord) {
        guard let number = record.number, applications[number]?.isMerged == true else { return }
        applications[number]?.isMerged = false
        comeBack(record)
    }

    private mutating func comeBack(_ record: RegisterRecord) {
        guard let number = record.number, var row = applications[number], row.isEnded, !row.isMerged else { return }
        row.isEnded = false
        applications[number] = row
        book(record, Place(number.territory, row.commune)) { $0.reinstated += 1 }
    }

    /// It ended and cannot come back.
    private mutating func forget(_ record: RegisterRecord) {
        if let number = record.number { applications[number] = nil }
    }

    private mutating func count(_ record: RegisterRecord, isLive: Bool?, _ change: (inout Movement) -> Void) {
        guard let number = record.number, let row = applications[number] else { return }
        if let isLive, row.isEnded == isLive { return }
        book(record, Place(number.territory, row.commune), change)
    }

    private mutating func move(_ record: RegisterRecord, to code: String) {
        guard let number = record.number, var row = applications[number], let commune = CommuneCode(code: code),
            commune != row.commune
        else { return }
        let from = row.commune
        row.commune = commune
        applications[number] = row
        guard !row.isEnded else { return }
        book(record, Place(number.territory, from)) { $0.movedOut += 1 }
        book(record, Place(number.territory, commune)) { $0.movedIn += 1 }
    }

    private mutating func book(_ record: RegisterRecord, _ place: Place, _ change: (inout Movement) -> Void) {
        let day = max(record.day, days[Single()]?.closed ?? record.day)
        for period in [Period(day), Period(day.month)] {
            let key = CellKey(place: place, period: period)
            var movement = movements[key] ?? Movement()
            change(&movement)
            movements[key] = movement
        }
    }
}

// MARK: - Closing

extension StatisticsWorker {
    private mutating func close(_ record: RegisterRecord, _ fact: WireDaysClosed, into output: inout Output) {
        guard let span = fact.days(through: record.day, after: days[Single()]?.closed) else { return }
        for day in span { publish(before: CivilDate(days: day), into: &output) }
        let first = days[Single()]?.first ?? CivilDate(days: span.lowerBound)
        days[Single()] = CalendarRow(first: first, closed: record.day)
    }

    /// Publishes the books of the days before `day`, and of the months that ended before it.
    private mutating func publish(before day: CivilDate, into output: inout Output) {
        let keys = movements.keys { key, _ in key.period.end < day }.sorted { $0.bookingOrder < $1.bookingOrder }
        for key in keys {
            guard var movement = movements[key] else { continue }
            movements[key] = nil
            if key.period.isDay {
                var stock = stocks[key.place] ?? StockRow(pending: 0)
                movement.pendingAtStart = stock.pending
                stock.pending += movement.net
                stocks[key.place] = stock.pending == 0 ? nil : stock
                output.cells.append(movement.cell(key))
            } else {
                // All days of the month are published by now, and none of the next one.
                movement.pendingAtStart = (stocks[key.place]?.pending ?? 0) - movement.net
                output.cells.append(movement.cell(key))
            }
        }
    }
}
