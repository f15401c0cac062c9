import Ministry
import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

@testable import Stream

/// What leaves: key, partition, content type, CloudEvents headers.
@Suite struct OutputWriterTests {
    let log = SimulatedLog(random: SeededRandom(seed: 1))
    let origin = OutputWriter.Origin(
        partition: TopicPartition("nu.register", 3),
        offset: 41,
        timestamp: 1_334_224_800_000,
        traceParent: LogHeader("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
    )
    let receipt = RegisterRecord.creation(7).receipt(.registered, number: .stub(1))

    init() throws { try log.createTopics(Topic.all, partitions: 12) }

    private func written(_ output: Output, statisticsType: ContentType = .json) throws -> [OutgoingRecord] {
        var outgoing: [OutgoingRecord] = []
        let writer = try OutputWriter(log, statisticsType: statisticsType)
        writer.write(output, from: origin, worker: "numbering", into: &outgoing)
        return outgoing
    }

    @Test func aReceiptIsACloudEventKeyedByItsDesk() throws {
        let records = try written(.with { $0.receipts = [receipt] })
        #expect(records.count == 1)
        #expect(records[0].partition == TopicPartition("nu.receipts", Partitioner.partition(of: "G5901", count: 12)))
        #expect(records[0].key == Array("G5901".utf8))
        #expect(records[0].timestamp == 1_334_224_800_000)
        #expect(
            records[0].headers == [
                LogHeader("content-type", "application/protobuf"),
                LogHeader("ce_id", "nu.register-3-41-0"),
                LogHeader("ce_source", "/numero-unique/numbering"),
                LogHeader("ce_type", "nu.v1.Receipt"),
                LogHeader("ce_time", "2012-04-12T10:00:00.000Z"),
                LogHeader("ce_specversion", "1.0"),
                LogHeader("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
            ]
        )
        #expect(try WireReceipt(serializedBytes: records[0].value ?? []) == receipt.message)
    }

    /// In the partition that goes with its territory's in the register, where the key stands. The time of both is the log's:
    /// with that of a submission from the year 2199 neither would be compacted away before.
    @Test(arguments: [Territory.nord, .pasDeCalais]) func anErasureIsATombstoneForAKey(territory: Territory) throws {
        let register = Partitioner.partition(of: territory.code, count: 12)
        let key = try OutputWriter(log).key(WireDataKey.with { $0.master = 7 }, .stub(1043), of: territory)
        #expect(key.partition == TopicPartition("nu.keys", register))
        #expect(key.key == KeyID.stub(1043).bytes)
        #expect(key.timestamp == 0)
        #expect(try WireDataKey(serializedBytes: key.value ?? []).master == 7)

        var late = origin
        late.partition = TopicPartition("nu.register", register)
        late.timestamp = 7_226_582_400_000
        var records: [OutgoingRecord] = []
        let writer = try OutputWriter(log)
        writer.write(.with { $0.erasures = [.stub(1043)] }, from: late, worker: "strike-off", into: &records)
        #expect(records.map(\.partition) == [key.partition])
        #expect(records.map(\.key) == [key.key])
        #expect(records.map(\.value) == [nil])
        #expect(records.map(\.timestamp) == [0])
    }

    /// One in each partition, of no form, that is compacted away itself but for the last.
    @Test func aHeartbeatStandsForNoKey() {
        let records = KeyHeartbeat.records(partitions: 3)
        #expect(records.map(\.partition) == (0..<3).map { TopicPartition("nu.keys", $0) })
        for record in records {
            #expect(record.key.flatMap { KeyID(bytes: $0) } == nil)
            #expect(record.value == nil)
            #expect(record.timestamp == 0)
        }
    }

    @Test func aReceiptIsWrittenAsItsSubmissionWas() throws {
        var json = receipt
        json.format = .json
        let records = try written(.with { $0.receipts = [json] })
        #expect(Array(records[0].headers)[0] == LogHeader("content-type", "application/json"))
        #expect(try WireReceipt(jsonUTF8Bytes: records[0].value ?? []) == receipt.message)
    }

    /// Its date is that of the record it follows from: no clock is read, and the same record says the same.
    @Test func aReceiptToAMessageIsAMessage() throws {
        var xml = receipt
        xml.format = .xml
        let records = try written(.with { $0.receipts = [xml] })
        #expect(Array(records[0].headers)[0] == LogHeader("content-type", "application/xml"))
        let value = records[0].value ?? []
        #expect(try WireReceipt(xml: value[...]) == receipt.message)
        #expect(String(decoding: value, as: UTF8.self).contains("<nuu:dateFichier>2012-04-12T10:00:00.000Z<"))
    }

    @Test func dispatchesAreProtobufOnRequest() throws {
        let dispatch = WireDispatch.with { $0.desk = "G5902" }
        var outgoing: [OutgoingRecord] = []
        let writer = try OutputWriter(log, dispatchType: .protobuf)
        writer.write(.with { $0.dispatches = [dispatch] }, from: origin, worker: "renewal", into: &outgoing)
        #expect(outgoing[0].text("content-type") == "application/protobuf")
        #expect(try WireDispatch(serializedBytes: outgoing[0].value ?? []) == dispatch)
    }

    @Test func aFactStaysInThePartitionItFollowsFrom() throws {
        let fact = RegisterRecord.registered(7, .stub(1))
        let records = try written(.with { $0.facts = [fact] })
        #expect(records[0].partition == TopicPartition("nu.register", 3))
        #expect(records[0].key == Array("059".utf8))
        #expect(records[0].headers.map(\.name) == ["traceparent"])
        let read = try RegisterRecord.decode((records[0].value ?? [])[...], offset: -1, interest: .everything)
        #expect(read == fact)
    }

    /// What intake appends goes where the territory's records are, as a Java client would put it.
    @Test func anAcceptedSubmissionGoesToThePartitionOfItsTerritory() throws {
        let writer = try OutputWriter(log)
        let record = writer.register(
            .creation(1, territory: .pasDeCalais),
            partition: nil,
            timestamp: 5,
            traceParent: nil
        )
        #expect(record.partition == TopicPartition("nu.register", Partitioner.partition(of: "062", count: 12)))
        #expect(record.headers.isEmpty)
        #expect(record.timestamp == 5)
    }

    @Test func aClosedDayHasNoKeyAndIsOfItsPartition() throws {
        let writer = try OutputWriter(log)
        let record = writer.register(.dayClosed("2012-04-12"), partition: 9, timestamp: 5, traceParent: nil)
        #expect(record.partition == TopicPartition("nu.register", 9))
        #expect(record.key == nil)
    }

    @Test func eachKindHasItsTopicKeyTypeAndAnIDOfItsOwn() throws {
        let cell = WireStatisticsCell.with {
            $0.territory = "059"
            $0.commune = "59350"
            $0.period = "2012-04"
        }
        let records = try written(
            .with {
                $0.receipts = [receipt, receipt]
                $0.notices = [.with { $0.number = "0590412000001G5901" }]
                $0.dispatches = [.with { $0.desk = "G5902" }]
                $0.reviews = [.with { $0.reviewID = "a+b" }]
                $0.cells = [cell]
            }
        )
        #expect(
            records.map(\.partition.topic) == [
                "nu.receipts", "nu.receipts", "nu.notices", "nu.reviews", "nu.dispatches", "nu.statistics",
            ]
        )
        #expect(
            records.map { String(decoding: $0.key ?? [], as: UTF8.self) } == [
                "G5901", "G5901", "0590412000001G5901", "a+b", "G5902", "059/59350/2012-04",
            ]
        )
        #expect(
            records.map { $0.text("ce_type") } == [
                "nu.v1.Receipt", "nu.v1.Receipt", "nu.v1.Notice", "nu.v1.Review", "nu.v1.Dispatch",
                "nu.v1.StatisticsCell",
            ]
        )
        #expect(records.map { $0.text("ce_id") } == (0...5).map { "nu.register-3-41-\($0)" })
        #expect(
            records.map { $0.text("content-type") } == [
                "application/protobuf", "application/protobuf", "application/protobuf", "application/protobuf",
                "application/xml", "application/json",
            ]
        )
        #expect(try WireStatisticsCell(jsonUTF8Bytes: records[5].value ?? []) == cell)
    }

    @Test func statisticsAreProtobufOnRequest() throws {
        let cell = WireStatisticsCell.with { $0.period = "2012-04" }
        let records = try written(.with { $0.cells = [cell] }, statisticsType: .protobuf)
        #expect(records[0].text("content-type") == "application/protobuf")
        #expect(try WireStatisticsCell(serializedBytes: records[0].value ?? []) == cell)
    }

    @Test func intakesOwnReceiptSaysItIsIntakes() throws {
        let record = try OutputWriter(log).receipt(receipt, from: origin, worker: "intake")
        #expect(record.text("ce_source") == "/numero-unique/intake")
        #expect(record.text("ce_id") == "nu.register-3-41-0")
    }

    // Rejects.

    private let unreadable = LogRecord(
        offset: 17,
        timestamp: 1_334_224_800_000,
        key: Array("059".utf8)[...],
        value: [0xFF, 0x00, 0x7F][...],
        headers: [LogHeader("content-type", "application/json"), LogHeader("sender", "landlord")],
    )

    @Test func aRejectKeepsTheRecordByteForByteAndSaysWhereFromAndWhy() throws {
        let source = TopicPartition("nu.submissions", 14)
        let reject = try OutputWriter(log).reject(unreadable, of: source, reason: "NU_0101: not JSON")
        #expect(reject.partition == TopicPartition("nu.rejects", 2))
        #expect(reject.key == Array("059".utf8))
        #expect(reject.value == [0xFF, 0x00, 0x7F])
        #expect(reject.timestamp == 1_334_224_800_000)
        #expect(
            reject.headers == [
                LogHeader("content-type", "application/json"),
                LogHeader("sender", "landlord"),
                LogHeader("x-original-topic", "nu.submissions"),
                LogHeader("x-original-partition", "14"),
                LogHeader("x-original-offset", "17"),
                LogHeader("x-original-timestamp", "1334224800000"),
                LogHeader("x-reason", "NU_0101: not JSON"),
                LogHeader("x-reject-count", "1"),
            ]
        )
    }

    /// Sent again from nu.rejects, and rejected again.
    @Test func aRejectThatIsSentAgainKeepsItsOriginAndCounts() throws {
        let writer = try OutputWriter(log)
        let first = writer.reject(unreadable, of: TopicPartition("nu.submissions", 14), reason: "first")
        let sentAgain = LogRecord(
            offset: 99,
            timestamp: 1_334_300_000_000,
            key: first.key?[...],
            value: first.value?[...],
            headers: Array(first.headers),
        )
        let second = writer.reject(sentAgain, of: TopicPartition("nu.submissions", 5), reason: "second")
        #expect(second.text("x-original-topic") == "nu.submissions")
        #expect(second.text("x-original-partition") == "14")
        #expect(second.text("x-original-offset") == "17")
        #expect(second.text("x-original-timestamp") == "1334224800000")
        #expect(second.text("x-reason") == "second")
        #expect(second.text("x-reject-count") == "2")
        #expect(second.value == [0xFF, 0x00, 0x7F])
        #expect(Set(second.headers.map(\.name)).count == second.headers.count, "no header stands twice")
    }

    @Test func aTombstoneIsRejectedAsOne() throws {
        let tombstone = LogRecord(offset: 1, timestamp: 2, key: nil, value: nil, headers: [])
        let reject = try OutputWriter(log).reject(tombstone, of: TopicPartition("nu.submissions", 0), reason: "empty")
        #expect(reject.key == nil)
        #expect(reject.value == nil)
    }
}

extension OutgoingRecord {
    /// The last header of that name, as text.
    func text(_ name: String) -> String? {
        Array(headers).last { $0.name == name }.map { String(decoding: $0.value, as: UTF8.self) }
    }
}

extension Output {
    static func with(_ fill: (inout Output) -> Void) -> Output {
        var output = Output()
        fill(&output)
        return output
    }
}
