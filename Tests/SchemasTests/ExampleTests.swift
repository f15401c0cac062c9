import Intake
import Register
import Schemas
import SwiftProtobuf
import Testing
import WorkerKit

/// The examples are part of the contract: they are read by the schema as it is, and they are complete.
@Suite struct ExampleTests {
    @Test(arguments: Example.files)
    func isCanonicalProtobufJSON(file: String) throws {
        let example = try Example(file: file)
        let message = try example.decoded()
        let again: [UInt8] = try message.jsonUTF8Bytes()
        #expect(try JSONValue(parsing: again) == JSONValue(parsing: example.bytes))
    }

    @Test(arguments: Example.files)
    func saysTheSameInProtobuf(file: String) throws {
        let message = try Example(file: file).decoded()
        let bytes: [UInt8] = try message.serializedBytes()
        let again = try type(of: message).init(serializedBytes: bytes)
        #expect(again.isEqualTo(message: message))
    }

    @Test(arguments: ExampleMessage.allCases)
    func everyMessageHasOne(message: ExampleMessage) {
        #expect(Example.files.contains { $0.hasPrefix(message.rawValue + ".") }, "\(message.rawValue) has no example")
    }

    @Test func everyRowOfTheChangelogsIsAnExampleMessage() throws {
        for name in try Repository.messages(in: "state.proto") {
            #expect(ExampleMessage(rawValue: name) != nil, "\(name) is not in the table of messages")
        }
    }

    @Test func everyRequestHasOne() throws {
        let asked = try Example.all(WireSubmission.self).compactMap { $0.message.request.kind.map(RequestCase.init) }
        for missing in Set(RequestCase.allCases).subtracting(asked) { Issue.record("\(missing) has no example") }
    }

    @Test func everyFactHasOne() throws {
        let said = try Example.all(WireRegisterRecord.self).compactMap { $0.message.fact.map(FactCase.init) }
        for missing in Set(FactCase.allCases).subtracting(said) { Issue.record("\(missing) has no example") }
    }

    @Test func everyNoticeKindHasOne() throws {
        let kinds = try Example.all(WireNotice.self).map(\.message.kind)
        for kind in WireNoticeKind.allCases where kind != .unspecified {
            #expect(kinds.contains(kind), "\(kind) has no example")
        }
    }

    @Test func everyAnswerThatNamesAnotherNumberHasOne() throws {
        let receipts = try Example.all(WireReceipt.self).map(\.message)
        #expect(receipts.contains { !$0.formerNumber.isEmpty })
        #expect(receipts.contains { !$0.keptNumber.isEmpty })
    }
}

/// What stands in the examples could stand in a register.
@Suite struct ExampleContentTests {
    /// With the desks of the examples, intake accepts every example, as JSON and as protobuf alike.
    @Test(arguments: Example.files.filter { $0.hasPrefix("Submission.") })
    func intakeAcceptsIt(file: String) throws {
        let example = try Example(file: file)
        let submission = try #require(try example.decoded() as? WireSubmission)
        var references = IntakeReferences()
        for (_, desk) in try Example.all(WireDesk.self) {
            let value: Bytes = try desk.serializedBytes()
            try references.take(desk: Array(desk.code.utf8)[...], value: value)
        }
        let received = CivilDate(iso: submission.receivedOn) ?? CivilDate(iso: "2015-12-07")!
        let published = submission.hasLateReception ? received.adding(days: 200) : received
        let protobuf: [UInt8] = try submission.serializedBytes()
        for (value, type) in [(example.bytes, ContentType.json), (protobuf, .protobuf)] {
            let decision = IntakeWorker().judge(
                IncomingSubmission(
                    value: value[...],
                    contentType: type.rawValue,
                    timestamp: published.startInParis() + 12 * 3_600_000,
                    source: SourcePosition(partition: 7, offset: 1041),
                ),
                references: references,
            )
            switch decision {
            case .accepted(let record): #expect(record.day == received)
            case .refused(let receipt): Issue.record("refused: \(receipt.message.anomalies)")
            case .unreadable(let reason): Issue.record("unreadable: \(reason)")
            }
        }
    }

    /// The register is read by hand-written code, for speed; it reads what the schema says.
    @Test(arguments: Example.files.filter { $0.hasPrefix("RegisterRecord.") })
    func workersReadIt(file: String) throws {
        let message = try #require(try Example(file: file).decoded() as? WireRegisterRecord)
        let bytes: [UInt8] = try message.serializedBytes()
        let record = try #require(
            try RegisterRecord.decode(bytes[...], offset: 0, interest: .everything),
            "skipped"
        )
        #expect(try WireRegisterRecord(serializedBytes: record.encoded()) == message)
    }

    @Test func refusalsSayWhatTheRegisterSays() throws {
        for (file, receipt) in try Example.all(WireReceipt.self) {
            for anomaly in receipt.anomalies {
                let code = try #require(AnomalyCode(rawValue: anomaly.code), "\(file): \(anomaly.code)")
                let day = CivilDate(iso: anomaly.renewableFrom)
                let said = Anomaly(code: code, path: anomaly.path, renewableFrom: day)
                #expect(anomaly == WireAnomaly(said), "\(file)")
            }
        }
    }

    /// A cell is right in itself: stock at its end = stock at its start + entries − exits.
    @Test func cellsAddUp() throws {
        for (file, cell) in try Example.all(WireStatisticsCell.self) {
            let entries = cell.registered + cell.imported + cell.reinstated + cell.movedIn
            let struckOff =
                cell.struckOffAllocation + cell.struckOffRenunciation + cell.struckOffNoAnswer
                + cell.struckOffInadmissible + cell.struckOffNotRenewed
            let exits = struckOff + cell.deleted + cell.movedOut
            #expect(cell.pendingAtEnd == cell.pendingAtStart + entries - exits, "\(file)")
            #expect(cell.allocationMonths.reduce(0) { $0 + $1.count } == cell.struckOffAllocation, "\(file)")
        }
    }
}
