import Register
import Schemas
import WorkerKit

/// What a lane runs for one partition: turns records of the input topic into records of others.
package protocol Processor {
    /// Decides what follows from one record. Output is appended; nothing else happens.
    ///
    /// Throws `unreadable` for a record that must be read and cannot be: its partition stops there.
    mutating func process(_ record: LogRecord, into output: inout [OutgoingRecord]) throws(LogError)

    /// Sets a record aside whose output the log does not take, for the reason of `error`. Throws `unreadable` where nothing of
    /// the input may be passed over.
    mutating func setAside(
        _ record: LogRecord,
        because error: LogError,
        into output: inout [OutgoingRecord],
    ) throws(LogError)

    /// By the lane's calendar the civil days up to `day` are over, and everything is processed that was there before.
    mutating func dayIsOver(_ day: CivilDate, into output: inout [OutgoingRecord])

    mutating func apply(_ pass: inout TablePass)

    /// How many submissions of each desk were refused for their signature since this was last asked.
    mutating func takeRefusedSignatures() -> [String: Int]

    /// How many submissions of each desk were registered though they were received longer ago than desks may say.
    mutating func takeLateReceptions() -> [String: Int]

    /// By its tables.
    var leftOut: [LeftOut] { get }

    /// By its tables.
    var numbersUsed: [NumbersUsed] { get }

    /// Of those that have to do with the calendar.
    var calendarStatus: CalendarStatus? { get }
}

extension Processor {
    package mutating func setAside(
        _ record: LogRecord,
        because error: LogError,
        into output: inout [OutgoingRecord],
    ) throws(LogError) {
        throw LogError(
            .unreadable,
            .restart,
            "what follows from the record at \(record.offset) cannot be written: \(error)"
        )
    }

    package mutating func takeRefusedSignatures() -> [String: Int] { [:] }

    package mutating func takeLateReceptions() -> [String: Int] { [:] }

    package var leftOut: [LeftOut] { [] }

    package var numbersUsed: [NumbersUsed] { [] }

    package mutating func dayIsOver(_ day: CivilDate, into output: inout [OutgoingRecord]) {}

    package var calendarStatus: CalendarStatus? { nil }
}

/// Runs a `Worker` on a partition of the register: opens records, writes what follows.
package struct WorkerProcessor<W: Worker>: Processor {
    package private(set) var worker: W
    private let partition: TopicPartition
    private let writer: OutputWriter
    private var output = Output()

    package init(_ worker: W, partition: Int, writer: OutputWriter) {
        self.worker = worker
        self.partition = TopicPartition(Topic.register.name, partition)
        self.writer = writer
    }

    package mutating func process(_ record: LogRecord, into outgoing: inout [OutgoingRecord]) throws(LogError) {
        guard let opened = try record.registerRecord(in: partition, W.interest, reader: W.name) else { return }
        output.removeAll()
        worker.process(opened, into: &output)
        guard !output.isEmpty else { return }
        let origin = OutputWriter.Origin(
            partition: partition,
            offset: record.offset,
            timestamp: record.timestamp,
            traceParent: record.traceParent,
        )
        writer.write(output, from: origin, worker: W.name, into: &outgoing)
    }

    package mutating func apply(_ pass: inout TablePass) { worker.apply(&pass) }

    package var leftOut: [LeftOut] { worker.leftOut }

    package var numbersUsed: [NumbersUsed] { worker.numbersUsed }

    package var calendarStatus: CalendarStatus? { worker.calendarStatus }
}
