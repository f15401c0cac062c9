import Register
import Schemas
import TestSupport
import Testing
import WorkerKit

/// Goal: the promises of the design hold whatever people ask and whichever worker is slow.
///
/// Method: random histories on a hurried calendar over one partition. The same seed is run under two interleavings of the
/// workers' turns, with refused commits and crashes, and an independent reading of the register judges the result.
@Suite struct PromiseTests {
    @Test(arguments: UInt64(1)...200)
    func promisesHoldUnderAnyInterleaving(seed: UInt64) {
        for interleaving in UInt64(1)...2 {
            var town = Town(seed: seed, interleaving: interleaving)
            town.live(steps: 35)
            town.comeToRest()
            if interleaving == 1 { town.checkFolds() }
            #expect(town.faults.isEmpty, "seed \(seed), interleaving \(interleaving)")
        }
    }
}

/// A history, the register it makes, and whoever checks it.
private struct Town {
    private(set) var faults: [String] = []
    private var history: RandomHistory
    private var turns: SeededRandom
    private var register = LocalRegister(calendar: RandomHistory.hurriedCalendar)
    private var ledger = Ledger(calendar: RandomHistory.hurriedCalendar)
    private var recordsRead = 0

    init(seed: UInt64, interleaving: UInt64) {
        history = RandomHistory(seed: seed)
        turns = SeededRandom(seed: seed << 8 | interleaving)
    }

    mutating func live(steps: Int) {
        for step in 0..<steps {
            register.append(history.submission(after: register))
            for _ in 0..<Int.random(in: 0...9, using: &turns) { register.takeRandomTurn(using: &turns) }
            if Int.random(in: 0..<4, using: &turns) == 0 { history.passDays() }
            if Int.random(in: 0..<4, using: &turns) == 0 { register.closeDays(through: history.today.adding(days: -1)) }
            if step % 10 == 9 { checkAtRest() }
            if step % 5 == 2 { fileAtTheLastMinute() }
        }
    }

    /// Someone is linked to an application while its lapse is being decided: the link stands between the closed day and
    /// the lapse, which is void then.
    private mutating func fileAtTheLastMinute() {
        register.closeDays(through: history.today.adding(days: -1))
        register.settle(using: &turns)
        let filing = history.filing()
        history.passDays()
        register.append(filing)
        register.take(.renewal, records: 1)
        register.closeDays(through: history.today)
        register.take(.deduplication, records: 1)
    }

    /// Time passes until nothing is left undecided; then everything must have been answered.
    mutating func comeToRest() {
        checkAtRest()
        for _ in 0..<5 {
            history.passDays()
            register.closeDays(through: history.today.adding(days: -1))
            checkAtRest()
        }
        // The books of a day are published when the next one is closed: until a day brings nothing about.
        while closeOneDay() > 2 {}
        faults += ledger.faults
        checkReceipts()
        checkCells()
    }

    /// Returns how many records came of it.
    private mutating func closeOneDay() -> Int {
        let before = register.partition.count
        guard register.closeDays(through: (ledger.closed ?? history.today).adding(days: 1)) else { return 0 }
        register.settle(using: &turns)
        readOn()
        faults += ledger.overdue
        return register.partition.count - before
    }

    /// Everyone has read everything: what must hold at such a moment.
    private mutating func checkAtRest() {
        register.settle(using: &turns)
        readOn()
        // Another day closed with nothing else going on: now every deadline must have been acted on.
        _ = closeOneDay()
        faults += ledger.sequenceFaults + ledger.doublePersons
    }

    private mutating func readOn() {
        for record in register.partition.dropFirst(recordsRead) { ledger.read(record) }
        recordsRead = register.partition.count
    }

    /// 3: exactly one final receipt. 7: the first filing never changes.
    private mutating func checkReceipts() {
        let answers = Dictionary(grouping: register.published.receipts) { Int64($0.message.sourceOffset) }
        for source in ledger.accepted where answers[source.offset]?.count != 1 {
            let outcomes = answers[source.offset]?.map(\.message.outcome) ?? []
            faults.append("submission at \(source.offset) was answered \(outcomes)")
        }
        for receipt in register.published.receipts.map(\.message) where !receipt.firstFiledOn.isEmpty {
            guard let number = UniqueNumber(receipt.number), let application = ledger.applications[number] else {
                faults.append("a receipt names \(receipt.number), which was never given")
                continue
            }
            if receipt.firstFiledOn != application.initial.iso {
                faults.append("\(number) filed on \(application.initial), by a receipt on \(receipt.firstFiledOn)")
            }
        }
    }

    /// 6: the stock equation, and the last stock is what is live.
    private mutating func checkCells() {
        faults += StatisticsBooks(register.published.cells).faults
        var pending: [String: Int64] = [:]
        for cell in register.published.cells where cell.period.count == 10 { pending[cell.commune] = cell.pendingAtEnd }
        let live = Dictionary(grouping: ledger.applications.values.filter(\.isLive), by: \.commune)
        for commune in Set(pending.keys).union(live.keys) {
            let (counted, there) = (pending[commune] ?? 0, live[commune]?.count ?? 0)
            if counted != Int64(there) { faults.append("\(commune): \(counted) counted, \(there) there") }
        }
    }

    /// A worker's state equals the fold of its partition, and what its changelog says.
    mutating func checkFolds() {
        check(register.deduplication)
        check(register.numbering)
        check(register.renewal)
        check(register.strikeOff)
        check(register.statistics)
    }

    private mutating func check<W: Worker>(_ seat: Seat<W>) {
        let rows = seat.worker.rows
        if rows != seat.changelogRows { faults.append("\(W.name): the changelog says something else") }
        if rows != seat.folded(over: register.partition).rows { faults.append("\(W.name): the fold is something else") }
    }
}
