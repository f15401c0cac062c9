import Register
import Schemas
import Stream
import SwiftProtobuf
import TestSupport
import WorkerKit

/// Right inputs of every kind, for a mutator to begin with.
struct Corpus: Sendable {
    /// Bytes of a submission, and the content type that says how to read them.
    var submissions: [(type: String, bytes: [UInt8])] = []
    /// Records of a register in which everything happens.
    var register: [[UInt8]] = []
    /// The rows of each worker's state, as its changelog has them.
    var rows: [String: [RowChange]] = [:]

    static let shared = Corpus()

    private init() {
        let wire = [
            SubmissionFixtures.creation(), SubmissionFixtures.separation(), SubmissionFixtures.modification(),
            SubmissionFixtures.renewal(), SubmissionFixtures.strikeOff(), SubmissionFixtures.renunciation(),
            SubmissionFixtures.reinstatement(), SubmissionFixtures.deletion(), SubmissionFixtures.importing(),
            SubmissionFixtures.undeliverableLetter(), SubmissionFixtures.reviewDecision(), SubmissionFixtures.warning(),
            SubmissionFixtures.noticeProof(), SubmissionFixtures.litigationHold(),
            SubmissionFixtures.creation(application: SubmissionFixtures.legalPersonApplication()),
        ]
        for submission in wire {
            submissions.append((ContentType.protobuf.rawValue, (try? submission.serializedBytes()) ?? []))
            submissions.append((ContentType.json.rawValue, (try? submission.jsonUTF8Bytes()) ?? []))
        }
        let messages = [
            "creation", "creation-association", "deletion", "modification", "reinstatement", "renewal", "separation",
            "strike-off-allocated", "strike-off-renounced",
        ]
        for name in messages {
            submissions.append((ContentType.xml.rawValue, (try? MinistryMessages.bytes(name)) ?? []))
        }

        var history = RandomHistory(seed: 22)
        var local = LocalRegister(calendar: RandomHistory.hurriedCalendar)
        for _ in 0..<40 {
            for _ in 0..<8 { local.append(history.submission(after: local)) }
            for turn in LocalRegister.Turn.allCases { local.take(turn, records: .max) }
            history.passDays()
            local.append(.dayClosed(history.today.adding(days: -1)))
            for _ in 0..<4 { for turn in LocalRegister.Turn.allCases { local.take(turn, records: .max) } }
        }
        register = local.partition.map { $0.encoded() }
        rows = [
            "deduplication": local.deduplication.changelogRows,
            "numbering": local.numbering.changelogRows,
            "renewal": local.renewal.changelogRows,
            "strike-off": local.strikeOff.changelogRows,
            "statistics": local.statistics.changelogRows,
        ]
    }
}
