import Demo
import Intake
import Register
import Schemas
import Sealing
import SwiftProtobuf
import WorkerKit

extension Workload {
    /// Judging the same valid creations, written in either way.
    static let intake = [
        Workload("Intake, judge a creation, protobuf", .thousand) {
            try judge(.protobuf) { try $0.serializedBytes() }
        },
        Workload("Intake, judge a creation, JSON", .thousand) {
            try judge(.json) { try $0.jsonUTF8Bytes() }
        },
        Workload("Sealing, seal a creation", .thousand) { try seal(FormSealer(.derived(from: 1))) },
        Workload("Sealing, mark a creation, unsealed", .thousand) { try seal(.unsealed) },
    ]

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
