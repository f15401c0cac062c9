import Register
import Schemas
import WorkerKit

/// What a lane runs for one partition: turns records of the input topic into records of others.
package protocol Processor {
    /// Decides what follows from one record. Output is appended; nothing else happens. Throws where nobody may go on: the
    /// record is not processed then, nor is any after it.
    mutating func process(_ record: LogRecord, into output: inout [OutgoingRecord]) throws(LogError)

    /// The civil days up to `day` are over, and everything before is processed.
    mutating func closeDays(through day: CivilDate, into output: inout [OutgoingRecord])

    mutating func apply(_ pass: inout TablePass)

    /// How many submissions of each desk were refused for their signature since this was last asked.
    mutating func takeRefusedSignatures() -> [String: Int]

    /// How many submissions of each desk were registered though they were received longer ago than desks may say.
    mutating func takeLateReceptions() -> [String: Int]

    /// By its tables.
    var leftOut: [LeftOut] { get }
}

extension Processor {
    package mutating func takeRefusedSignatures() -> [String: Int] { [:] }

    package mutating func takeLateReceptions() -> [String: Int] { [:] }

    package var leftOut: [LeftOut] { [] }
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

    package mutating func process(_ record: LogRecord, into outgoing: inout [OutgoingRecord]) {
        guard let value = record.value else { return }
        let opened: RegisterRecord?
        do throws(RegisterRecord.Unreadable) {
            opened = try RegisterRecord.decode(value, offset: record.offset, interest: W.interest)
        } catch {
            // Nobody may stop the register: what cannot be read is set aside, byte for byte.
            outgoing.append(writer.reject(record, of: partition, reason: "register: \(error)"))
            return
        }
        guard let opened else { return }
        output.removeAll()
        worker.process(opened, into: &output)
        guard !output.isEmpty else { return }
        let origin = OutputWriter.Origin(
            partition: partition,
            offset: record.offset,
            timestamp: record.timestamp,
            traceParent: record.headers.last { $0.name == HeaderName.traceParent },
        )
        writer.write(output, from: origin, worker: W.name, into: &outgoing)
    }

    package mutating func closeDays(through day: CivilDate, into outgoing: inout [OutgoingRecord]) {
        output.removeAll()
        worker.closeDays(through: day, into: &output)
        for fact in output.facts {
            let over = fact.day.adding(days: 1).startInParis() + ParisCalendar.graceMilliseconds
            outgoing.append(writer.register(fact, partition: partition.partition, timestamp: over, traceParent: nil))
        }
    }

    package mutating func apply(_ pass: inout TablePass) { worker.apply(&pass) }

    package var leftOut: [LeftOut] { worker.leftOut }
}
