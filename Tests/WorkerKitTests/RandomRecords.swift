import Register
import Schemas
import SwiftProtobuf
import TestSupport
import WorkerKit

/// Register records with anything in them, one of each fact.
enum RandomRecords {
    static func ofEachFact(using random: inout SeededRandom) -> [RegisterRecord] {
        facts(using: &random).map { record($0, using: &random) }
    }

    private static func record(_ fact: Fact, using random: inout SeededRandom) -> RegisterRecord {
        let hasSubmission = Bool.random(using: &random)
        let id = SubmissionID(high: random.next(), low: random.next())
        let source = SourcePosition(
            partition: .random(in: 0...(.max), using: &random),
            offset: .random(in: 0...(.max), using: &random),
        )
        var record = RegisterRecord(
            submission: hasSubmission ? id : nil,
            territory: Bool.random(using: &random) ? Territory.all.randomElement(using: &random) : nil,
            day: day(using: &random),
            desk: Bool.random(using: &random) ? DeskCode(packed: .random(in: 0..<60_466_176, using: &random)) : nil,
            number: Bool.random(using: &random) ? number(using: &random) : nil,
            source: hasSubmission ? source : nil,
            format: WireFormat.allCases.randomElement(using: &random) ?? .protobuf,
            kind: WireSubmissionKind.allCases.randomElement(using: &random) ?? .creation,
            agent: text(using: &random),
            unread: Bool.random(using: &random) ? ["/interfaceNuu/\(random.next())", "/x"] : [],
            fact: fact,
        )
        if case .accepted(let accepted) = fact { record.kind = kind(of: accepted.request) }
        if Bool.random(using: &random) { record.key = KeyID(high: random.next(), low: random.next()) }
        return record
    }

    static func day(using random: inout SeededRandom) -> CivilDate {
        CivilDate(days: .random(in: -30_000...80_000, using: &random))
    }

    static func number(using random: inout SeededRandom) -> UniqueNumber {
        UniqueNumber(
            territory: Territory.all.randomElement(using: &random) ?? .nord,
            filed: day(using: &random),
            sequence: .random(in: 0..<1_000_000, using: &random),
            desk: DeskCode(packed: .random(in: 0..<60_466_176, using: &random)) ?? .stub,
        )
    }

    private static func text(using random: inout SeededRandom) -> String {
        ["", "RADATT", "Zoé ’n ☂︎", String(repeating: "x", count: 200)].randomElement(using: &random) ?? ""
    }

    private static func kind(of request: WireRequest) -> WireSubmissionKind {
        switch request.kind {
        case .creation: .creation
        case .separation: .separation
        case .modification: .modification
        case .renewal: .renewal
        case .strikeOff: .strikeOff
        case .reinstatement: .reinstatement
        case .deletion: .deletion
        case .import: .import
        case .undeliverableLetter: .undeliverableLetter
        case .reviewDecision: .reviewDecision
        case .warning: .warning
        case .noticeProof: .noticeProof
        case .litigationHold: .litigationHold
        case nil: .unspecified
        }
    }

    private static func facts(using random: inout SeededRandom) -> [Fact] {
        var int32: Int32 { .random(in: .min ... .max, using: &random) }
        // Of the years that a record may have: 1850 to 2250.
        var recordedDay: Int32 { .random(in: -43_829...102_632, using: &random) }
        var string: String { text(using: &random) }
        let request = SubmissionFixtures.ofEachKind.randomElement(using: &random)?.request ?? WireRequest()
        var bytes16: [UInt8] { (0..<16).map { _ in .random(in: 0...255, using: &random) } }

        var accepted = WireAccepted()
        accepted.agent = string
        accepted.fingerprint = random.next()
        accepted.request = request
        accepted.deskKind = string
        accepted.comparison = UInt32(truncatingIfNeeded: random.next())
        accepted.sealed.append(contentsOf: bytes16)
        accepted.reach.byPost = true
        accepted.persons = [.with { $0.keys = [random.next(), 7] }, .with { $0.lastMark = 9 }]
        accepted.deskCommunes = [string, string]
        var judged = WireAccessJudged()
        judged.accepted.fingerprint = random.next()
        judged.accepted.request = request
        judged.denied = .random(using: &random)
        var declined = WireDeclined()
        declined.codes = [string, string]
        var cleared = WireCleared()
        cleared.kind = .import
        cleared.commune = string
        cleared.initialDay = recordedDay
        cleared.validFrom = recordedDay
        cleared.separatedFrom = string
        cleared.priorNumber = string
        var linked = WireLinked()
        linked.application.append(contentsOf: bytes16)
        linked.kind = .creation
        linked.commune = string
        linked.repeated = .random(using: &random)
        var opened = WireReviewOpened()
        opened.reviewID = string
        opened.first.append(contentsOf: bytes16)
        opened.second.append(contentsOf: bytes16)
        opened.grounds = [string]
        var closed = WireReviewClosed()
        closed.reviewID = string
        closed.verdict = .later
        var merged = WireMerged()
        merged.reviewID = string
        merged.keptNumber = string
        merged.mergedNumber = string
        var unmerged = WireUnmerged()
        unmerged.reviewID = string
        var registered = WireRegistered()
        registered.initialDay = recordedDay
        registered.validFrom = recordedDay
        registered.commune = string
        registered.separatedFrom = string
        var modified = WireModified()
        modified.commune = string
        modified.identityChanges = [.birthName]
        var deleted = WireDeleted()
        deleted.writtenProof = string
        var imported = WireImported()
        imported.initialDay = recordedDay
        imported.validFrom = recordedDay
        imported.commune = string
        var noticeDue = WireNoticeDue()
        noticeDue.expires = recordedDay
        noticeDue.rank = int32
        var undeliverable = WireNoticeUndeliverable()
        undeliverable.returned = recordedDay
        undeliverable.proof = string
        var proven = WireNoticeProven()
        proven.rank = int32
        proven.channel = .email
        proven.batch = string
        proven.item = string
        proven.happened = recordedDay
        proven.status = .returned
        var renewed = WireRenewed()
        renewed.validFrom = recordedDay
        renewed.validUntil = recordedDay
        renewed.byLink = .random(using: &random)
        renewed.commune = string
        var lapsed = WireLapsed()
        lapsed.expired = recordedDay
        lapsed.noticed = recordedDay
        var held = WireHeld()
        held.expired = recordedDay
        held.reason = .noticeTooLate
        var warned = WireWarned()
        warned.reason = string
        warned.ground = string
        warned.sent = recordedDay
        warned.proof = string
        var struckOff = WireStruckOff()
        struckOff.reason = string
        struckOff.ground = string
        struckOff.leaseDay = recordedDay
        struckOff.landlordSiren = string
        struckOff.proof = string
        struckOff.noticed = recordedDay
        struckOff.rplsID = string
        struckOff.monthlyRentCents = Int64(int32)
        struckOff.dalo = .random(using: &random)
        var litigation = WireLitigationHeld()
        litigation.step = .placed
        litigation.reference = string
        var reinstated = WireReinstated()
        reinstated.reason = string
        reinstated.renewed = true
        return [
            .accepted(accepted), .declined(declined), .repeated(WireRepeated()), .cleared(cleared), .linked(linked),
            .reviewOpened(opened), .reviewClosed(closed), .merged(merged), .unmerged(unmerged), .registered(registered),
            .modified(modified), .deleted(deleted), .imported(imported), .accessJudged(judged),
            .daysClosed(.with { $0.from = recordedDay }),
            .noticeDue(noticeDue), .noticeUndeliverable(undeliverable), .noticeProven(proven), .renewed(renewed),
            .lapsed(lapsed), .held(held),
            .litigationHeld(litigation),
            .warned(warned), .struckOff(struckOff), .reinstated(reinstated), .purged(WirePurged()),
            .received(.with { $0.submissionPartition = 3 }), .header(.with { $0.schemaLevel = 1 }),
            .catchUp(WireCatchUp()),
        ]
    }
}
