import Deduplication
import Numbering
import Register
import Renewal
import Schemas
import Statistics
import StrikeOff
import WorkerKit

/// One partition of the register in memory, and the five workers that read it, each at its own pace.
///
/// A turn is what a lane does between two commits: a worker reads some records, and what it says is appended behind
/// everything that stands in the register by then. Which worker has its turn when, is the test's choice.
package struct LocalRegister {
    /// The records, as they are stored and read back.
    package private(set) var partition: [RegisterRecord] = []
    /// Everything the workers said that does not go to the register.
    package private(set) var published = Output()
    package private(set) var deduplication: Seat<DeduplicationWorker>
    package private(set) var numbering: Seat<NumberingWorker>
    package private(set) var renewal: Seat<RenewalWorker>
    package private(set) var strikeOff: Seat<StrikeOffWorker>
    package private(set) var statistics: Seat<StatisticsWorker>

    package enum Turn: CaseIterable, Sendable {
        case deduplication, numbering, renewal, strikeOff, statistics
    }

    /// How a turn ends.
    package enum Ending: Sendable {
        case commit
        /// The commit is refused: nothing of the turn happened.
        case refused
        /// The process dies before the commit; a new one restores the tables from the changelog.
        case crash
    }

    package init(calendar: LegalCalendar = LegalCalendar()) {
        deduplication = Seat { DeduplicationWorker(calendar: calendar) }
        numbering = Seat { NumberingWorker(calendar: calendar) }
        renewal = Seat { RenewalWorker(calendar: calendar) }
        strikeOff = Seat { StrikeOffWorker(calendar: calendar) }
        statistics = Seat { StatisticsWorker() }
    }

    /// As intake does.
    package mutating func append(_ record: RegisterRecord) {
        // Once through the wire; that each reader is handed what it asked for, the tests of the codec say.
        guard let stored = reread(record, offset: Int64(partition.count), interest: .everything) else {
            preconditionFailure("a record that nobody can read: \(record)")
        }
        partition.append(stored)
    }

    /// Returns false when the worker had nothing to read.
    @discardableResult
    package mutating func take(_ turn: Turn, records: Int, ending: Ending = .commit) -> Bool {
        let output: Output?
        switch turn {
        case .deduplication: output = deduplication.take(partition, records, ending)
        case .numbering: output = numbering.take(partition, records, ending)
        case .renewal: output = renewal.take(partition, records, ending)
        case .strikeOff: output = strikeOff.take(partition, records, ending)
        case .statistics: output = statistics.take(partition, records, ending)
        }
        guard let output else { return false }
        publish(output)
        return true
    }

    /// Intake says that all is in that was received through this day, and renewal reads it at once. Not before it has read
    /// everything else. Returns whether that closes a day.
    @discardableResult
    package mutating func closeDays(through day: CivilDate) -> Bool {
        guard renewal.position == partition.count else { return false }
        append(.received(day))
        let before = partition.count
        take(.renewal, records: .max)
        return partition.count > before
    }

    /// Everyone reads everything, in turns, until nobody has anything more to say.
    package mutating func settle() {
        var isBusy = true
        while isBusy {
            isBusy = false
            for turn in Turn.allCases where take(turn, records: .max) { isBusy = true }
        }
    }

    /// As `settle`, with turns in an order and of a size drawn at random, some of which come to nothing.
    package mutating func settle(using random: inout SeededRandom) {
        while !isSettled { takeRandomTurn(using: &random) }
    }

    package mutating func takeRandomTurn(using random: inout SeededRandom) {
        guard let turn = Turn.allCases.randomElement(using: &random) else { return }
        let ending: Ending =
            switch Int.random(in: 0..<40, using: &random) {
            case 0: .refused
            case 1: .crash
            default: .commit
            }
        take(turn, records: [1, 1, 2, 3, 8, 100].randomElement(using: &random) ?? 1, ending: ending)
    }

    package var isSettled: Bool {
        [deduplication.position, numbering.position, renewal.position, strikeOff.position, statistics.position]
            .allSatisfy { $0 == partition.count }
    }

    private mutating func publish(_ output: Output) {
        for fact in output.facts { append(fact) }
        published.receipts += output.receipts
        published.notices += output.notices
        published.reviews += output.reviews
        published.cells += output.cells
        published.dispatches += output.dispatches
        published.erasures += output.erasures
    }
}

/// A worker, how far it has read, and the changelog of its tables.
package struct Seat<W: Worker> {
    package fileprivate(set) var worker: W
    package private(set) var position = 0
    private var changelog: [[UInt8]: [UInt8]] = [:]
    private let make: @Sendable () -> W

    fileprivate init(_ make: @escaping @Sendable () -> W) {
        self.make = make
        worker = make()
    }

    fileprivate mutating func take(_ partition: [RegisterRecord], _ count: Int, _ ending: LocalRegister.Ending)
        -> Output?
    {
        let end = min(partition.count, position &+ min(count, partition.count))
        guard end > position else { return nil }
        var output = Output()
        for record in partition[position..<end] where W.interest.includes(record) {
            worker.process(record, into: &output)
        }
        switch ending {
        case .commit:
            var pass = TablePass(.drain)
            worker.apply(&pass)
            for change in pass.changes { changelog[change.key] = change.value }
            var keep = TablePass(.keep)
            worker.apply(&keep)
            position = end
            return output
        case .refused:
            var pass = TablePass(.rollBack)
            worker.apply(&pass)
            return Output()
        case .crash:
            worker = make()
            var pass = TablePass(.restore, restored: changelog.map { RestoredRow(key: $0[...], value: $1[...]) })
            worker.apply(&pass)
            if let failure = pass.failure { preconditionFailure("\(W.name): \(failure)") }
            return Output()
        }
    }

    /// A worker that reads the whole partition anew.
    package func folded(over partition: [RegisterRecord]) -> W {
        var fresh = make()
        var output = Output()
        for record in partition where W.interest.includes(record) {
            fresh.process(record, into: &output)
            output.removeAll()
        }
        return fresh
    }

    /// The rows that the changelog holds, in the order of their keys.
    package var changelogRows: [RowChange] {
        changelog.map { RowChange(key: $0, value: $1) }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    }
}

extension Interest {
    /// As the codec decides it, for a record that is open already.
    fileprivate func includes(_ record: RegisterRecord) -> Bool {
        if case .accepted(let accepted) = record.fact {
            let kind = SubmissionKinds(kind: record.kind.rawValue)
            return submissions.contains(kind) || limited.contains(kind) && !accepted.deskCommunes.isEmpty
        }
        return facts.contains(FactKinds(field: record.fact.field))
    }
}
