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
            ]
        )
    }

    private func reject(_ headers: [LogHeader], value: [UInt8] = [0xFF], key: [UInt8]? = nil) throws -> OutgoingRecord {
        let record = LogRecord(offset: 17, timestamp: 5, key: key?[...], value: value[...], headers: headers)
        return try OutputWriter(log).reject(record, of: TopicPartition("nu.submissions", 14), reason: "no reason")
    }

    /// A count or an origin that a sender wrote is an invention, whatever stands there.
    @Test(arguments: ["\(Int.max)", "\(Int.min)", "-1", "", "x", String(repeating: "9", count: 400_000)])
    func whatASenderSaysOfARejectIsNotRead(text: String) throws {
        let names = [
            "x-reject-count", "X-Reject-Count", "x-original-topic", "x-original-partition", "x-redriven", "x-truncated",
        ]
        let reject = try reject(names.map { LogHeader($0, text) })
        #expect(
            reject.headers.map(\.name) == [
                "x-original-topic", "x-original-partition", "x-original-offset", "x-original-timestamp", "x-reason",
            ]
        )
        #expect(reject.text("x-original-topic") == "nu.submissions")
        #expect(reject.text("x-original-partition") == "14")
    }

    /// Ten thousand headers, long ones and long names: what says how the record is read is kept, and some of the rest.
    @Test func theHeadersOfARejectAreBounded() throws {
        let flood = (0..<10_000).map { LogHeader("h\($0)", "v") }
        let long = [
            LogHeader("long", String(repeating: "v", count: 100_000)),
            LogHeader(String(repeating: "n", count: 100_000), "v"),
        ]
        let reject = try reject([LogHeader("content-type", "application/json")] + flood + long)
        #expect(reject.headers.count <= 16 + 8)
        #expect(reject.headers.byteCount < 20_000)
        #expect(reject.text("content-type") == "application/json")
        #expect(reject.text("h9999") == "v")
        #expect(reject.text("x-headers-left-out") == "9986")
    }

    @Test func aReasonIsBounded() throws {
        let record = LogRecord(offset: 1, timestamp: 0, key: nil, value: nil, headers: [])
        let reason = String(repeating: "é", count: 1_000_000)
        let reject = try OutputWriter(log).reject(record, of: TopicPartition("nu.submissions", 0), reason: reason)
        #expect(reject.headers.byteCount < 2_000)
    }

    /// What no topic would take is not lost without a trace: its size, its digest and how it begins are kept.
    @Test func aValueThatIsTooLargeBecomesAStub() throws {
        let value = [UInt8](repeating: UInt8(ascii: "a"), count: 2_050_000)
        let reject = try reject([LogHeader("content-type", "application/json")], value: value, key: value)
        #expect(reject.value?.count == 1_024)
        #expect(reject.key?.count == 1_024)
        #expect(reject.text("x-truncated") == "true")
        #expect(reject.text("x-original-bytes") == "2050000")
        // sha256sum of as many letters.
        #expect(reject.text("x-original-sha256") == "76dcd8bde2e2bc46e2eb4b275fccc2e20734a68e86c937c1c8151ced95f49bbf")
    }

    @Test func aTimeBefore1970IsNotKept() throws {
        let record = LogRecord(offset: 1, timestamp: .min, key: nil, value: nil, headers: [])
        let reject = try OutputWriter(log).reject(record, of: TopicPartition("nu.submissions", 0), reason: "")
        #expect(reject.timestamp == 0)
        #expect(reject.text("x-original-timestamp") == "\(Int64.min)")
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
