import Register
import Schemas
import WorkerKit

/// Drives one worker over a partition of the register that a test makes by hand, so that a test reads like the rule.
///
/// Records go through their wire shape, and those the worker has no use for are skipped as they would be.
package struct WorkerDriver<W: Worker> {
    package private(set) var worker: W
    /// Everything fed so far, in the order of the register.
    package private(set) var partition: [RegisterRecord] = []
    /// The worker's own facts that the register does not hold yet.
    package private(set) var unsettled: [RegisterRecord] = []

    package init(_ worker: W) { self.worker = worker }

    /// Appends the record and has the worker read it.
    @discardableResult
    package mutating func feed(_ record: RegisterRecord) -> Output {
        let offset = Int64(partition.count)
        var stored = record
        stored.offset = offset
        partition.append(stored)
        var output = Output()
        if let read = reread(record, offset: offset, interest: W.interest) { worker.process(read, into: &output) }
        unsettled += output.facts
        return output
    }

    /// Appends several records, one after the other.
    @discardableResult
    package mutating func feed(_ records: [RegisterRecord]) -> Output {
        records.reduce(Output()) { $0 + feed($1) }
    }

    /// Appends what the worker said to the register, until it has nothing more to say. Returns what it said meanwhile.
    @discardableResult
    package mutating func settle() -> Output {
        var all = Output()
        while !unsettled.isEmpty { all = all + feed(unsettled.removeFirst()) }
        return all
    }

    /// Has the worker read the record, then what it says itself. Returns all it says.
    @discardableResult
    package mutating func feedAndSettle(_ record: RegisterRecord) -> Output {
        let output = feed(record)
        return output + settle()
    }

    /// Leaves out what the worker said: in this test another one's facts stand in its place.
    package mutating func dropUnsettled() { unsettled.removeAll() }

    /// Intake says that all is in that was received through this day.
    @discardableResult
    package mutating func closeDays(through day: CivilDate) -> Output { feed(.received(day)) }

    /// All rows of the worker's tables, in the order of their keys.
    package var rows: [RowChange] { worker.rows }
}

extension Worker {
    /// All rows of the tables, in the order of their keys.
    package var rows: [RowChange] {
        var copy = self
        var pass = TablePass(.snapshot)
        copy.apply(&pass)
        return pass.changes.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    }
}

/// Through the wire and back. A record that does not survive that is a fault of the test or of the codec.
func reread(_ record: RegisterRecord, offset: Int64, interest: Interest) -> RegisterRecord? {
    do {
        return try RegisterRecord.decode(record.encoded()[...], offset: offset, interest: interest)
    } catch {
        preconditionFailure("record \(offset) cannot be read back: \(error)")
    }
}
