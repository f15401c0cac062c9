import Register
import Schemas
import Sealing
import Stream
import WorkerKit

/// Checks the promises on records that are fed one at a time: the register of each partition in its order first, then
/// the topics that follow from it, then the submissions. Pure, and compact: it keeps a row per submission and per
/// application, never a form.
package struct Audit {
    /// Where the workers stood when the reading began: what they have not read yet is pending, and no finding.
    package struct Standing: Sendable {
        /// For each worker and partition of its input, the next offset it will process.
        package var positions: [String: [Int: Int64]] = [:]

        package init() {}

        func position(_ worker: String, _ partition: Int) -> Int64 { positions[worker]?[partition] ?? 0 }
    }

    let settings: VerifierSettings
    let calendar: LegalCalendar
    let registerPartitions: Int
    let standing: Standing
    var findings: Findings

    var partitions: [AuditedPartition]
    var applications: [AuditedApplication] = []
    var indexByNumber: [UniqueNumber: Int32] = [:]
    var indexByCreator: [SubmissionID: Int32] = [:]
    var submissions: [SourcePosition: AuditedSubmission] = [:]
    var sequences: [Territory: Int] = [:]
    /// From where a renewal is asked that is judged first, up to where it is.
    var asked: [Int32: [Range<Int64>]] = [:]

    // What must still come, to be looked at in the end.
    var awaited: [Int32: Awaited] = [:]
    var forms: [SourcePosition: [PersonKey]] = [:]
    var holders: [PersonKey: [Int32]] = [:]
    var conflicts: [Conflict] = []
    /// Pairs of applications that a review was opened for, the older first, and how it was ruled.
    var reviews: [Pair: WireVerdict] = [:]
    /// How many reviews name an application, by the submission that created it.
    var reviewsNaming: [SubmissionID: Int] = [:]
    /// Where each ruling was asked for.
    var rulings: [Pair: Int64] = [:]
    /// Applications that a ruling ends.
    var merged: Set<Int32> = []
    /// What each number was merged into, undone or not.
    var mergedInto: [UniqueNumber: Set<UniqueNumber>] = [:]
    /// The last decision on a submission id, and those before it that were forgotten.
    var decisions: [Decided: SourcePosition] = [:]
    var earlierDecisions: [Decided: [SourcePosition]] = [:]
    var repeats: [SourcePosition] = []
    var answerNumbers: [SourcePosition: UniqueNumber] = [:]
    var rejects: [SourcePosition: [RecordPlace]] = [:]
    /// The first submission that is left of each partition, and where they end.
    var firstSubmissions: [Int: Int64] = [:]
    var submissionEnds: [Int: Int64] = [:]
    var recount: [CountKey: Counts] = [:]
    var cells: [CountKey: PublishedCell] = [:]
    var vault: Vault
    var keys = AuditedKeys()
    /// The secret that persons are compared by; nil until a submission says it.
    var comparison: UInt32?
    /// Persons of purged applications, and what still names one.
    var erased: Set<PersonKey> = []
    var rowsLeft: [StateRow: RecordPlace] = [:]
    /// The register was not appended to while it was read.
    package var isAtRest = true

    package init(settings: VerifierSettings, registerPartitions: Int, standing: Standing) {
        self.settings = settings
        self.calendar = settings.calendar
        self.registerPartitions = registerPartitions
        self.standing = standing
        self.findings = Findings(max: settings.findingsMax)
        self.vault = Vault(settings.masterKeys, of: settings.register)
        self.partitions = Array(repeating: AuditedPartition(), count: registerPartitions)
    }

    /// A record of the register. Those of one partition come in order.
    package mutating func takeRegister(_ record: LogRecord, partition: Int) {
        findings.read(1)
        let place = RecordPlace(Topic.register.name, partition, record.offset)
        defer { partitions[partition].next = record.offset + 1 }
        checkHeaders(record, of: .register, at: place)
        let opened: RegisterRecord?
        do throws(RegisterRecord.Unreadable) {
            opened = try record.value.flatMap { bytes throws(RegisterRecord.Unreadable) in
                try RegisterRecord.decode(bytes, offset: record.offset, interest: .everything)
            }
        } catch {
            opened = nil
        }
        findings.expect(opened != nil, .unreadable, place)
        guard let opened else { return }
        checkPlace(opened, key: record.key, partition: partition, at: place)
        follow(opened, partition, at: place)
    }

    /// Everything was fed: what should have come and did not.
    package mutating func finish() -> Verdict {
        finishDeadlines()
        finishPersons()
        finishAnswers()
        finishStatistics()
        finishErasure()
        var verdict = findings.verdict
        verdict.oldestDroppedKey = keys.oldestDropped
        return verdict
    }

    /// True when this worker has processed the record at `offset` of a register partition.
    func hasRead(_ worker: String, _ partition: Int, _ offset: Int64) -> Bool {
        standing.position(worker, partition) > offset
    }

    /// True when this worker has processed all that was read of a register partition.
    func hasCaughtUp(_ worker: String, _ partition: Int) -> Bool {
        standing.position(worker, partition) >= partitions[partition].next
    }

    func place(_ partition: Int32, _ offset: Int64) -> RecordPlace {
        RecordPlace(Topic.register.name, Int(partition), offset)
    }
}

/// A worker's name, as its group and its changelog have it.
enum WorkerGroup {
    static let intake = "intake"
    static let deduplication = "deduplication"
    static let numbering = "numbering"
    static let renewal = "renewal"
    static let strikeOff = "strike-off"
    static let statistics = "statistics"
}

/// A submission id, and the worker that decides on its kind: each recognises what came to it before.
struct Decided: Hashable {
    let id: SubmissionID
    let owner: Owner
}

/// The worker that answers a kind of submission.
enum Owner: UInt8 {
    case deduplication
    case numbering
    case renewal
    case strikeOff

    init(kind: UInt8) {
        switch WireSubmissionKind(rawValue: Int(kind)) {
        case .modification, .deletion: self = .numbering
        case .renewal, .undeliverableLetter, .noticeProof: self = .renewal
        case .strikeOff, .reinstatement, .warning, .litigationHold: self = .strikeOff
        case .creation, .separation, .import, .reviewDecision, .unspecified, .UNRECOGNIZED, nil: self = .deduplication
        }
    }

    var worker: String {
        switch self {
        case .deduplication: WorkerGroup.deduplication
        case .numbering: WorkerGroup.numbering
        case .renewal: WorkerGroup.renewal
        case .strikeOff: WorkerGroup.strikeOff
        }
    }
}

/// Two applications, by the submissions that created them.
struct Pair: Hashable {
    let first: SubmissionID
    let second: SubmissionID

    init(_ one: SubmissionID, _ other: SubmissionID) {
        first = min(one, other)
        second = max(one, other)
    }

    /// The pair that a review is about.
    init?(id review: String) {
        let ids = review.split(separator: "+").compactMap { SubmissionID(String($0)) }
        guard ids.count == 2 else { return nil }
        self.init(ids[0], ids[1])
    }
}
