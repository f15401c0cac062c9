import Deduplication
import Demo
import Intake
import Numbering
import Register
import Renewal
import Schemas
import Sealing
import Statistics
import Stream
import StrikeOff
import SwiftProtobuf
import WorkerKit

extension Scenario {
    /// A hundredth of the demo's year.
    static let sample = Scenario(seed: 1, size: 0.01)
}

extension IntakeReferences {
    /// The scenario's desks and communes.
    init(_ scenario: Scenario) throws {
        self.init()
        for desk in scenario.desks {
            let value: [UInt8] = try desk.serializedBytes()
            try take(desk: Array(desk.code.utf8)[...], value: value[...])
        }
        for commune in scenario.communes {
            let value: [UInt8] = try commune.serializedBytes()
            try take(commune: Array(commune.code.utf8)[...], value: value[...])
        }
    }
}

/// A hundredth of the demo's year as one partition of the register, made by the six workers in memory.
///
/// Without a log and its threads, everyone reads everything after each submission: the same records in the same order
/// every time, so that baselines compare.
struct YearRegister {
    /// The records, as they are stored.
    private(set) var values: [[UInt8]] = []
    private let intake = IntakeWorker()
    private let sealer = FormSealer(
        .derived(from: 1),
        of: RegisterID(high: 0, low: 1),
        source: .seeded(1)
    )
    private let references: IntakeReferences
    private var scenario: Scenario
    private var deduplication = DeduplicationWorker()
    private var numbering = NumberingWorker()
    private var renewal = RenewalWorker()
    private var strikeOff = StrikeOffWorker()
    private var statistics = StatisticsWorker()
    private var submissions: Int64 = 0
    private var settled = 0

    static func make() throws -> YearRegister {
        var year = try YearRegister(Scenario.sample)
        try year.receive(year.scenario.imports(batch: .max >> 1))
        var day = Scenario.firstDay
        while day <= Scenario.lastDay {
            try year.receive(year.scenario.submissions(on: day))
            try year.close(day)
            day = day.adding(days: 1)
        }
        try year.close(day)
        precondition(year.scenario.skipped == 0, "the register numbers every creation that needs a number")
        return year
    }

    /// As the log gives them.
    var records: [LogRecord] {
        values.enumerated().map { offset, value in
            LogRecord(
                offset: Int64(offset),
                timestamp: 1_300_000_000_000,
                key: Array("059".utf8)[...],
                value: value[...],
                headers: [],
            )
        }
    }

    private init(_ scenario: Scenario) throws {
        self.scenario = scenario
        references = try IntakeReferences(scenario)
    }

    private mutating func receive(_ published: [Outgoing]) throws {
        for outgoing in published {
            let input = IncomingSubmission(
                value: outgoing.value[...],
                contentType: outgoing.contentType,
                timestamp: outgoing.timestamp,
                source: SourcePosition(partition: 0, offset: submissions),
            )
            submissions += 1
            guard case .accepted(let record) = intake.judge(input, references: references) else { continue }
            values.append(sealer.seal(record).record.encoded())
            try settle()
        }
    }

    private mutating func close(_ day: CivilDate) throws {
        values.append(RegisterRecord(territory: nil, day: day, fact: .received(WireReceived())).encoded())
        try settle()
    }

    private mutating func settle() throws {
        while settled < values.count {
            let value = values[settled][...]
            let offset = Int64(settled)
            settled += 1
            var output = Output()
            try YearRegister.run(&deduplication, value, offset, &output)
            try YearRegister.run(&numbering, value, offset, &output)
            try YearRegister.run(&renewal, value, offset, &output)
            try YearRegister.run(&strikeOff, value, offset, &output)
            try YearRegister.run(&statistics, value, offset, &output)
            append(output)
            for receipt in output.receipts { scenario.take(receipt.message) }
        }
    }

    private mutating func append(_ output: Output) {
        for fact in output.facts { values.append(fact.encoded()) }
    }

    private static func run<W: Worker>(
        _ worker: inout W,
        _ value: Bytes,
        _ offset: Int64,
        _ output: inout Output,
    ) throws {
        guard let record = try RegisterRecord.decode(value, offset: offset, interest: W.interest) else { return }
        worker.process(record, into: &output)
        var keep = TablePass(.keep)
        worker.apply(&keep)
    }
}
