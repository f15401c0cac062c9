import Intake
import Register
import Schemas
import SwiftProtobuf
import TestSupport
import WorkerKit

/// A worker, its references, and the noon of the fixtures' day: what a test needs to put a submission to the door.
struct Door {
    var worker = IntakeWorker()
    var references = Door.references()
    var publishedAt = SubmissionFixtures.publishedAt

    /// A landlord and a manager; no communes.
    static func references(desks: [WireDesk] = [SubmissionFixtures.landlord(), SubmissionFixtures.manager()])
        -> IntakeReferences
    {
        var references = IntakeReferences()
        for desk in desks {
            do {
                try references.take(desk: Bytes(desk.code.utf8), value: Bytes(desk.serializedBytes() as [UInt8]))
            } catch {
                fatalError("\(error)")
            }
        }
        return references
    }

    mutating func know(communes: [String], epci: String = "") {
        for code in communes {
            do {
                let commune = WireCommune.with {
                    $0.code = code
                    $0.epciSiren = epci
                }
                try references.take(commune: Bytes(code.utf8), value: Bytes(commune.serializedBytes() as [UInt8]))
            } catch { fatalError("\(error)") }
        }
    }

    func judge(_ bytes: [UInt8], _ contentType: String? = nil) -> IntakeDecision {
        worker.judge(
            IncomingSubmission(
                value: Bytes(bytes),
                contentType: contentType,
                timestamp: publishedAt,
                source: SourcePosition(partition: 3, offset: 42),
            ),
            references: references,
        )
    }

    func judge(_ submission: WireSubmission) -> IntakeDecision {
        judge(try! submission.serializedBytes() as [UInt8], "application/protobuf")
    }

    func judgeJSON(_ submission: WireSubmission) -> IntakeDecision {
        judge(try! submission.jsonUTF8Bytes() as [UInt8], "application/json")
    }

    func judge(json: String) -> IntakeDecision { judge(Array(json.utf8), "application/json") }

    /// The anomalies as `NU_0201 request.creation…`, or what became of it instead.
    func complaints(_ submission: WireSubmission) -> [String] { judge(submission).complaints }
}

extension IntakeDecision {
    var complaints: [String] {
        switch self {
        case .accepted: []
        case .refused(let receipt): receipt.message.anomalies.map { "\($0.code) \($0.path)" }
        case .unreadable(let reason): ["unreadable: \(reason)"]
        }
    }

    var record: RegisterRecord? {
        if case .accepted(let record) = self { record } else { nil }
    }

    var accepted: WireAccepted? {
        if case .accepted(let accepted)? = record?.fact { accepted } else { nil }
    }

    var receipt: Receipt? {
        if case .refused(let receipt) = self { receipt } else { nil }
    }

    var reason: String? {
        if case .unreadable(let reason) = self { reason } else { nil }
    }
}

extension WireSubmission {
    /// This one, altered.
    func but(_ alter: (inout WireSubmission) -> Void) -> WireSubmission {
        var altered = self
        alter(&altered)
        return altered
    }

    func butApplication(_ alter: (inout WireApplication) -> Void) -> WireSubmission {
        but { alter(&$0.request.creation.application) }
    }
}
