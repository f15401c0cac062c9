import Register
import Schemas
import Sealing
import SwiftProtobuf
import TestSupport
import Testing

@testable import WorkerKit

/// What is read of a form by hand is what the generated messages read.
@Suite struct FormTests {
    /// Goal: both readers agree on what was asked, who asks and where, and on what is cut short. Method: well-formed
    /// bytes with fields in any order, several times, unknown or of a wrong type; and what is left of them when the end
    /// is missing.
    @Test(arguments: UInt64(1)...60)
    func aFormReadInPartIsTheWholeOneLessTheRest(seed: UInt64) throws {
        var wire = RandomWire(seed: seed)
        var random = SeededRandom(seed: seed)
        for _ in 0..<100 {
            let bytes = wire.accepted()
            let whole = try WireAccepted(serializedBytes: bytes)
            let part = try WireAccepted(.personsAndCommunes, in: bytes[...])
            try #require(part.essence == whole.essence, "seed \(seed)")
            for _ in 0..<8 {
                let rest = bytes.prefix(Int.random(in: 0...bytes.count, using: &random))
                let whole = try? WireAccepted(serializedBytes: rest)
                let part = try? WireAccepted(.personsAndCommunes, in: rest)
                try #require(part?.essence == whole?.essence, "seed \(seed), \(rest.count) of \(bytes.count) bytes")
            }
        }
    }

    /// Damage inside what is skipped goes unseen. Where both can read, they read the same; and nothing traps.
    @Test(arguments: UInt64(1)...30)
    func damageIsReadAlikeOrNotAtAll(seed: UInt64) throws {
        var wire = RandomWire(seed: seed)
        var random = SeededRandom(seed: seed)
        for _ in 0..<200 {
            var bytes = wire.accepted()
            for _ in 0..<3 { bytes.mutate(using: &random) }
            guard let part = try? WireAccepted(.personsAndCommunes, in: bytes[...]),
                let whole = try? WireAccepted(serializedBytes: bytes)
            else { continue }
            try #require(part.essence == whole.essence, "seed \(seed)")
        }
    }

    @Test(arguments: SubmissionFixtures.ofEachKind)
    func aWorkerIsHandedThePersonsAndTheCommunes(submission: WireSubmission) throws {
        let asked = WireAccepted.with {
            $0.fingerprint = 7
            $0.request = submission.request
        }
        let record = FormSealer.unsealed.seal(
            RegisterRecord(territory: .nord, day: .stub, kind: .creation, fact: .accepted(asked))
        ).record
        guard case .accepted(let accepted) = record.fact else { throw Failure.notAccepted }
        let interest = Interest([], submissions: .all, forms: .personsAndCommunes)
        let read = try RegisterRecord.decode(record.encoded()[...], offset: 0, interest: interest)
        guard case .accepted(let part)? = read?.fact else { throw Failure.notAccepted }
        #expect(part.essence == accepted.essence)
        guard let form = part.request.form else { return }
        #expect(part.persons.count == 2)
        #expect(part.personKeys.count >= 2)
        #expect(part.reach.byPost)
        #expect(form.wanted.communes == ["59350", "59009"])
        // And with nothing else, or it would not be worth it.
        #expect(form == form.essence)
    }

    @Test(arguments: SubmissionFixtures.ofEachKind, ["", "NON", "CADUC", "ACTIF", "ACTREL"])
    func aWorkerIsHandedTheDaloMarkAloneAndOnlyWhereItIs(submission: WireSubmission, dalo: String) throws {
        let accepted = WireAccepted.with {
            $0.fingerprint = 7
            $0.request = submission.request
        }
        let record = RegisterRecord(territory: .nord, day: .stub, kind: .creation, fact: .accepted(accepted)).bearing(
            dalo: dalo
        )
        let interest = Interest([], submissions: .all, forms: .daloMark)
        let read = try RegisterRecord.decode(record.encoded()[...], offset: 0, interest: interest)
        let hasForm = [.creation, .separation, .modification, .renewal, .import].contains(submission.kind)
        guard !hasForm || dalo.hasPrefix("ACT") else {
            #expect(read == nil)
            return
        }
        guard case .accepted(let part)? = read?.fact else { throw Failure.notAccepted }
        #expect(part.fingerprint == 7)
        if hasForm {
            #expect(part.request.form == .with { $0.dalo = dalo })
        } else {
            #expect(part == accepted)
        }
    }

    /// Parts of a message add up, wherever they stand, and the last of several texts counts.
    @Test(arguments: [(["ACTIF"], true), (["NON", "ACTIF"], true), (["NON", "NON"], false), ([], false)])
    func noMarkIsOverlooked(texts: [String], isOpened: Bool) {
        var accepted = WireWriter()
        accepted.field(1, string: "agent-7")
        for text in texts {
            var application = WireWriter()
            application.field(30, string: "of a later version")
            application.field(9, string: text)
            var creation = WireWriter()
            creation.field(1, message: application.bytes)
            var request = WireWriter()
            request.field(1, message: creation.bytes)
            accepted.field(3, message: request.bytes)
        }
        if texts.isEmpty {
            var request = WireWriter()
            request.field(1, message: [])
            accepted.field(3, message: request.bytes)
        }
        #expect(WireAccepted.isFormWithoutDaloMark(accepted.bytes[...]) == !isOpened)
        // What is cut off is opened, and says so.
        #expect(!WireAccepted.isFormWithoutDaloMark(accepted.bytes.dropLast()[...]))
    }

    @Test func whatIsReadMustBeUTF8() throws {
        let good = try SubmissionFixtures.importing().request.serializedBytes() as [UInt8]
        for text in ["59009", "2008-09-15", "0590908004711G5902"] {
            var request = good
            let at = try #require(request.indices.first { request[$0...].starts(with: text.utf8) })
            request[at + 2] = 0xFF
            var writer = WireWriter()
            writer.field(3, message: request)
            #expect(throws: WireReader.Failure.notUTF8) {
                try WireAccepted(.personsAndCommunes, in: writer.bytes[...])
            }
        }
    }

    private enum Failure: Error { case notAccepted }
}

extension WireSubmission {
    fileprivate var kind: WireSubmissionKind {
        switch request.kind {
        case .creation: .creation
        case .separation: .separation
        case .modification: .modification
        case .renewal: .renewal
        case .import: .import
        default: .unspecified
        }
    }
}

extension WireAccepted {
    /// What `Interest.Forms.personsAndCommunes` promises to read.
    fileprivate var essence: WireAccepted {
        .with {
            $0.fingerprint = fingerprint
            // Read where there is a form; a request without one is read whole.
            $0.deskKind = deskKind
            $0.persons = persons.map(\.essence)
            $0.dependants = dependants
            if hasReach { $0.reach = reach.essence }
            $0.deskCommunes = deskCommunes
            $0.published = published
            if hasRequest { $0.request.kind = request.kind?.essence }
        }
    }
}

extension WireRequest {
    fileprivate var form: WireApplication? {
        switch kind {
        case .creation(let creation): creation.application
        case .separation(let separation): separation.application
        case .modification(let modification): modification.application
        case .import(let imported): imported.application
        case .renewal(let renewal): renewal.hasApplication ? renewal.application : nil
        case .strikeOff, .reinstatement, .deletion, .undeliverableLetter, .noticeProof, .reviewDecision, .warning,
            .litigationHold,
            nil:
            nil
        }
    }
}

extension WireRequest.OneOf_Kind {
    fileprivate var essence: WireRequest.OneOf_Kind {
        switch self {
        case .creation(let creation):
            .creation(.with { if creation.hasApplication { $0.application = creation.application.essence } })
        case .separation(let separation):
            .separation(
                .with {
                    $0.fromNumber = separation.fromNumber
                    if separation.hasApplication { $0.application = separation.application.essence }
                }
            )
        case .modification(let modification):
            .modification(
                .with {
                    $0.number = modification.number
                    if modification.hasApplication { $0.application = modification.application.essence }
                }
            )
        case .renewal(let renewal):
            .renewal(
                .with {
                    $0.number = renewal.number
                    if renewal.hasApplication { $0.application = renewal.application.essence }
                }
            )
        case .import(let imported):
            .import(
                .with {
                    $0.number = imported.number
                    $0.firstFiledOn = imported.firstFiledOn
                    $0.validFrom = imported.validFrom
                    if imported.hasApplication { $0.application = imported.application.essence }
                }
            )
        case .strikeOff, .reinstatement, .deletion, .undeliverableLetter, .noticeProof, .reviewDecision, .warning,
            .litigationHold:
            self
        }
    }
}

extension WireApplication {
    fileprivate var essence: WireApplication {
        .with { if hasWanted { $0.wanted = .with { $0.communes = wanted.communes } } }
    }
}

extension WirePersonMarks {
    fileprivate var essence: WirePersonMarks {
        var marks = self
        marks.unknownFields = UnknownStorage()
        return marks
    }
}

extension WireReach {
    fileprivate var essence: WireReach {
        var reach = self
        reach.unknownFields = UnknownStorage()
        return reach
    }
}
