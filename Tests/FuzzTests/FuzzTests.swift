import Deduplication
import Foundation
import Intake
import Numbering
import Register
import Renewal
import Schemas
import Statistics
import Stream
import StrikeOff
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

@testable import EmbeddedLog

/// Goal: no bytes of a topic, of a worker's state or of the log's file can end a process.
///
/// Method: right inputs are damaged by a seeded mutator, read, and what could be read is used: decided on, written, drained and
/// restored. A trap ends the run, and its seed, printed last, brings it back. `scripts/fuzz --minutes N` goes on for longer.
@Suite(.serialized) struct FuzzTests {
    /// What the suite does each time takes a few seconds.
    private static let environment = ProcessInfo.processInfo.environment
    private static let seconds = environment["NU_FUZZ_SECONDS"].flatMap(Double.init) ?? 1
    private static let firstSeed =
        environment["NU_FUZZ_SEED"].flatMap(UInt64.init) ?? UInt64(Date().timeIntervalSince1970)

    /// Runs the body with one seed after the other until its time is over.
    private func fuzz(_ name: String, _ body: (UInt64) throws -> Void) rethrows {
        let end = Date().addingTimeInterval(FuzzTests.seconds)
        var seed = FuzzTests.firstSeed
        var count = 0
        repeat {
            // Unbuffered, and before it is tried: a trap leaves it behind.
            FileHandle.standardError.write(Data("fuzz \(name): NU_FUZZ_SEED=\(seed)\n".utf8))
            try body(seed)
            seed += 1
            count += 1
        } while Date() < end
        FileHandle.standardError.write(Data("fuzz \(name): \(count) seeds\n".utf8))
    }

    private let corpus = Corpus.shared

    @Test func submissionsOfEachFormat() throws {
        var references = IntakeReferences()
        for desk in [SubmissionFixtures.landlord(), SubmissionFixtures.townHall(), SubmissionFixtures.manager()] {
            let bytes: [UInt8] = try desk.serializedBytes()
            try references.take(desk: Array(desk.code.utf8)[...], value: bytes[...])
        }
        let intake = IntakeWorker()
        let writer = try OutputWriter(log())
        let source = TopicPartition(Topic.submissions.name, 0)
        fuzz("submissions") { seed in
            var mutator = Mutator(seed: seed)
            for offset in 0..<300 {
                let input = mutator.pick(corpus.submissions)
                let bytes = mutator.mutated(input.bytes, with: corpus.submissions.map(\.bytes))
                let submission = IncomingSubmission(
                    value: bytes[...],
                    contentType: input.type,
                    timestamp: mutator.pick([SubmissionFixtures.publishedAt, 0, .min, .max, -1]),
                    source: SourcePosition(partition: 0, offset: Int64(offset)),
                )
                let origin = OutputWriter.Origin(
                    partition: source,
                    offset: Int64(offset),
                    timestamp: submission.timestamp,
                    traceParent: nil,
                )
                switch intake.judge(submission, references: references) {
                case .accepted(let record):
                    // What the door lets in, every reader can read.
                    let read = try? RegisterRecord.decode(record.encoded()[...], offset: 0, interest: .everything)
                    #expect(read != nil, "seed \(seed)")
                case .refused(let receipt): _ = writer.receipt(receipt, from: origin, worker: "intake")
                case .unreadable(let reason):
                    let record = LogRecord(
                        offset: .max,
                        timestamp: submission.timestamp,
                        key: bytes[...],
                        value: bytes[...],
                        headers: [LogHeader("traceparent", bytes), LogHeader("x-reject-count", bytes)],
                    )
                    _ = writer.reject(record, of: source, reason: reason)
                }
            }
        }
    }

    @Test func registerRecordsThroughEachWorker() throws {
        let calendar = RandomHistory.hurriedCalendar
        try fuzzRecords { DeduplicationWorker(calendar: calendar) }
        try fuzzRecords { NumberingWorker(calendar: calendar) }
        try fuzzRecords { RenewalWorker(calendar: calendar) }
        try fuzzRecords { StrikeOffWorker(calendar: calendar) }
        try fuzzRecords { StatisticsWorker() }
    }

    /// Records that are damaged, among right ones, on a state of which some rows are damaged too.
    private func fuzzRecords<W: Worker>(_ make: () -> W) throws {
        let writer = try OutputWriter(log())
        let rows = corpus.rows[W.name] ?? []
        #expect(!rows.isEmpty)
        let values = rows.compactMap(\.value)
        try fuzz(W.name) { seed in
            var mutator = Mutator(seed: seed)
            var processor = WorkerProcessor(make(), partition: 0, writer: writer)
            for row in rows {
                var row = (key: row.key, value: row.value ?? [])
                if mutator.chance(1, in: 8) { row.value = mutator.mutated(row.value, with: values) }
                if mutator.chance(1, in: 30) {
                    row.key = [row.key[0]] + mutator.mutated(Array(row.key.dropFirst()), with: values)
                }
                // One at a time: a damaged one ends a lane's restore, not this test.
                var pass = TablePass(.restore, restored: [RestoredRow(key: row.key[...], value: row.value[...])])
                processor.apply(&pass)
            }
            var outgoing: [OutgoingRecord] = []
            for (offset, record) in corpus.register.suffix(200).enumerated() {
                let bytes = mutator.chance(1, in: 2) ? mutator.mutated(record, with: corpus.register) : record
                let read = LogRecord(
                    offset: Int64(offset),
                    timestamp: mutator.pick([0, .min, .max]),
                    key: nil,
                    value: bytes[...],
                    headers: [],
                )
                try? processor.process(read, into: &outgoing)
                if mutator.chance(1, in: 10) { round(&processor, .rollBack) }
                if mutator.chance(1, in: 5) { round(&processor, .keep) }
            }
            // A watermark, which may have days closed.
            let last = try #require(CivilDate(recorded: mutator.pick([0, 20_000, 20_500])))
            let watermark = RegisterRecord(territory: nil, day: last, fact: .received(WireReceived()))
            let read = LogRecord(offset: 200, timestamp: 0, key: nil, value: watermark.encoded()[...], headers: [])
            try processor.process(read, into: &outgoing)
            round(&processor, .keep)
            for record in outgoing where record.partition.topic == Topic.register.name {
                // A worker says nothing that stops the others.
                let value = record.value ?? []
                let again = try? RegisterRecord.decode(value[...], offset: 0, interest: .everything)
                #expect(again != nil, "\(W.name) writes what nobody reads, seed \(seed)")
            }
        }
    }

    private func round<W: Worker>(_ processor: inout WorkerProcessor<W>, _ ending: TablePass.Action) {
        var drain = TablePass(.drain)
        processor.apply(&drain)
        var end = TablePass(ending)
        processor.apply(&end)
    }

    @Test func recordsOfTheEnvelopeAlone() {
        fuzz("envelope") { seed in
            var mutator = Mutator(seed: seed)
            for _ in 0..<1_000 {
                let bytes = mutator.mutated(mutator.pick(corpus.register), with: corpus.register)
                for interest in [Interest.everything, NumberingWorker.interest, StatisticsWorker.interest] {
                    guard let read = try? RegisterRecord.decode(bytes[...], offset: 0, interest: interest) else {
                        continue
                    }
                    _ = read.encoded()
                    _ = read.receipt(.recorded)
                }
            }
        }
    }

    @Test func batchesOfTheLogFile() {
        fuzz("batches") { seed in
            var mutator = Mutator(seed: seed)
            for _ in 0..<200 {
                var writer = BatchWriter()
                let count = mutator.pick([1, 2, 7, 40])
                for offset in 0..<count {
                    let bytes = mutator.pick(corpus.register)
                    writer.append(
                        offset: Int64(offset),
                        timestamp: mutator.pick([0, .min, .max]),
                        key: mutator.chance(1, in: 3) ? nil : Array(bytes.prefix(5)),
                        value: mutator.chance(1, in: 3) ? nil : bytes,
                        headers: mutator.chance(1, in: 2) ? [LogHeader("a", bytes)] : [],
                    )
                }
                let bytes = mutator.mutated(writer.bytes, with: corpus.register)
                let reader = BatchReader(
                    bytes: bytes,
                    base: mutator.pick([0, 0, 0, -1, .min, .max]),
                    count: mutator.pick([count, count, count, -1, .min, .max, 0]),
                )
                var records: [LogRecord] = []
                try? reader.read(from: mutator.pick([0, .min, .max]), into: &records)
            }
        }
    }

    @Test func rejectsAsTheyAreReadBack() {
        fuzz("rejects") { seed in
            var mutator = Mutator(seed: seed)
            let records = (0..<100).map { offset in
                let bytes = mutator.pick(corpus.register)
                let place = mutator.mutated(Array("0@\(offset)".utf8), with: [Array("0@1".utf8)])
                let names = [
                    HeaderName.redriven, HeaderName.redrivenFrom, HeaderName.originalPartition,
                    HeaderName.originalTopic,
                ]
                return (
                    partition: 0,
                    record: LogRecord(
                        offset: Int64(offset),
                        timestamp: 0,
                        key: nil,
                        value: bytes[...],
                        headers: [LogHeader(mutator.pick(names), place)],
                    )
                )
            }
            for reject in Rejected.all(records) { _ = try? reject.redrive(submissions: 4) }
        }
    }

    private func log() throws -> SimulatedLog {
        let log = SimulatedLog(random: SeededRandom(seed: 1))
        try log.createTopics(Topic.all, partitions: 1)
        return log
    }
}
