import Deduplication
import Intake
import Numbering
import Register
import Renewal
import Schemas
import Sealing
import Statistics
import StrikeOff
import SwiftProtobuf
import WorkerKit

@testable import Demo

/// The six workers around one partition of the register, each as far as it can go after every submission: no log, no
/// threads, one order.
struct WorkerChain {
    private let intake = IntakeWorker()
    private var references = IntakeReferences()
    private var deduplication = DeduplicationWorker()
    private var numbering = NumberingWorker()
    private var renewal = RenewalWorker()
    private var strikeOff = StrikeOffWorker()
    private var statistics = StatisticsWorker()
    private var register: [[UInt8]] = []
    private var next = 0
    private var offset: Int64 = 0
    private var receipts: [WireReceipt] = []
    private(set) var cells = StatisticsCells()
    private(set) var held = 0

    init(_ scenario: Scenario) throws {
        for desk in scenario.desks {
            let value: [UInt8] = try desk.serializedBytes()
            try references.take(desk: Array(desk.code.utf8)[...], value: value[...])
        }
        for commune in scenario.communes {
            let value: [UInt8] = try commune.serializedBytes()
            try references.take(commune: Array(commune.code.utf8)[...], value: value[...])
        }
    }

    /// Receipts, or nil for what goes to `nu.rejects`.
    mutating func receive(_ outgoing: Outgoing) throws -> [WireReceipt]? {
        let input = IncomingSubmission(
            value: outgoing.value[...],
            contentType: outgoing.contentType,
            timestamp: outgoing.timestamp,
            source: SourcePosition(partition: 0, offset: offset),
        )
        offset += 1
        switch intake.judge(input, references: references) {
        case .unreadable: return nil
        case .refused(let receipt): return [receipt.message]
        case .accepted(let record):
            register.append(FormSealer.unsealed.seal(record).record.encoded())
            try settle()
            defer { receipts = [] }
            return receipts
        }
    }

    mutating func close(_ day: CivilDate) throws {
        register.append(
            RegisterRecord(territory: nil, day: day, fact: .received(WireReceived())).encoded()
        )
        try settle()
    }

    private mutating func settle() throws {
        while next < register.count {
            let bytes = register[next][...]
            register[next] = []
            let position = Int64(next)
            next += 1
            var output = Output()
            try WorkerChain.run(&deduplication, bytes, position, &output)
            try WorkerChain.run(&numbering, bytes, position, &output)
            try WorkerChain.run(&renewal, bytes, position, &output)
            try WorkerChain.run(&strikeOff, bytes, position, &output)
            try WorkerChain.run(&statistics, bytes, position, &output)
            append(output)
        }
    }

    private static func run<W: Worker>(
        _ worker: inout W,
        _ bytes: Bytes,
        _ offset: Int64,
        _ output: inout Output,
    ) throws {
        guard let record = try RegisterRecord.decode(bytes, offset: offset, interest: W.interest) else { return }
        worker.process(record, into: &output)
        var pass = TablePass(.keep)
        worker.apply(&pass)
    }

    private mutating func append(_ output: Output) {
        for record in output.facts {
            if case .held = record.fact { held += 1 }
            register.append(record.encoded())
        }
        receipts += output.receipts.map(\.message)
        for cell in output.cells { cells.take(cell) }
    }
}
