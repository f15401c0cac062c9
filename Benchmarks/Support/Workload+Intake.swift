import Demo
import Foundation
import Intake
import Ministry
import Register
import Schemas
import Sealing
import SwiftProtobuf
import WorkerKit

extension Workload {
    /// Judging the same valid creations, written in either way; and one of a couple with a child, every block filled, in all.
    static let intake = [
        Workload("Intake, judge a creation, protobuf", .thousand) {
            try judge(.protobuf) { try $0.serializedBytes() }
        },
        Workload("Intake, judge a creation, JSON", .thousand) {
            try judge(.json) { try $0.jsonUTF8Bytes() }
        },
        Workload("Intake, judge a whole form, XML", .thousand) { try judgeWholeForm(.xml) },
        Workload("Intake, judge a whole form, protobuf", .thousand) { try judgeWholeForm(.protobuf) },
        Workload("Intake, judge a whole form, JSON", .thousand) { try judgeWholeForm(.json) },
        Workload("Sealing, seal a creation", .thousand) {
            try seal(FormSealer(.derived(from: 1), of: RegisterID(high: 0, low: 1)))
        },
        Workload("Sealing, mark a creation, unsealed", .thousand) { try seal(.unsealed) },
    ]

    /// A message of the tests, and what it is in the other formats.
    private static func judgeWholeForm(_ type: ContentType) throws -> Prepared {
        let message = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Tests/MinistryTests/Messages/creation.xml")
        let xml = Array(try Data(contentsOf: message))
        let submission = try MinistryMessage.read(xml[...]).submission
        let value: [UInt8] =
            switch type {
            case .xml, .octets: xml
            case .json: try submission.jsonUTF8Bytes()
            case .protobuf: try submission.serializedBytes()
            }
        var references = IntakeReferences()
        let desk = WireDesk.with {
            $0.code = "G5901"
            $0.kind = "BAILLEUR"
            $0.territories = ["059"]
            $0.rights = [.creation]
        }
        try references.take(desk: Bytes(desk.code.utf8), value: Bytes(desk.serializedBytes() as [UInt8]))
        let intake = IntakeWorker()
        let input = IncomingSubmission(
            value: value[...],
            contentType: type.rawValue,
            timestamp: 1_334_224_800_000,
            source: SourcePosition(partition: 0, offset: 0),
        )
        return Prepared(count: 1_000) {
            for _ in 0..<1_000 {
                guard case .accepted(let record) = intake.judge(input, references: references) else {
                    preconditionFailure("the message is valid")
                }
                use(record)
            }
        }
    }

    private static func seal(_ sealer: FormSealer) throws -> Prepared {
        let records = try thousand(of: Creation.all()).enumerated().map { offset, creation in
            RegisterRecord(
                territory: Territory.all.first,
                day: CivilDate(days: 15_000),
                source: SourcePosition(partition: 0, offset: Int64(offset)),
                fact: .accepted(.with { $0.request = creation.submission.request }),
            )
        }
        return Prepared(count: records.count) { for record in records { use(sealer.seal(record).record) } }
    }

    private static func judge(_ type: ContentType, _ bytes: (WireSubmission) throws -> [UInt8]) throws -> Prepared {
        let intake = IntakeWorker()
        let references = try IntakeReferences(Scenario.sample)
        let submissions = try thousand(of: Creation.all()).map { creation in
            IncomingSubmission(
                value: try bytes(creation.submission)[...],
                contentType: type.rawValue,
                timestamp: creation.timestamp,
                source: SourcePosition(partition: 0, offset: 0),
            )
        }
        return Prepared(count: submissions.count) {
            for submission in submissions {
                guard case .accepted(let record) = intake.judge(submission, references: references) else {
                    preconditionFailure("every one of these creations is valid")
                }
                use(record)
            }
        }
    }
}

/// A creation of the demo's year that the register answers with a number.
struct Creation {
    let submission: WireSubmission
    let timestamp: Int64

    static func all() throws -> [Creation] {
        var scenario = Scenario.sample
        var found: [Creation] = []
        while !scenario.imports(batch: 10_000).isEmpty {}
        var day = Scenario.firstDay
        while day <= Scenario.lastDay {
            for outgoing in scenario.submissions(on: day) {
                guard case .receipt(_, let receipt) = outgoing.answer, receipt.outcome == .registered else { continue }
                found.append(
                    Creation(
                        submission: outgoing.contentType == ContentType.json.rawValue
                            ? try WireSubmission(jsonUTF8Bytes: outgoing.value)
                            : try WireSubmission(serializedBytes: outgoing.value),
                        timestamp: outgoing.timestamp,
                    )
                )
            }
            day = day.adding(days: 1)
        }
        return found
    }
}
