import Intake
import Register
import Schemas
import TestSupport
import Testing
import WorkerKit

@Suite struct FingerprintTests {
    let door = Door()

    func fingerprint(_ submission: WireSubmission) -> UInt64? { door.judge(submission).accepted?.fingerprint }

    @Test func jsonAndProtobufOfOneContentAreTheSame() throws {
        for submission in SubmissionFixtures.ofEachKind {
            var json = try #require(door.judgeJSON(submission).record)
            #expect(json.format == .json)
            json.format = .protobuf
            #expect(door.judge(submission) == .accepted(json))
        }
    }

    @Test func aResendIsTheSameWhoeverSendsItAndWhenever() throws {
        let submission = SubmissionFixtures.creation().but { $0.receivedOn = "" }
        let first = try #require(door.judge(submission).record)
        var later = door
        later.publishedAt += 3 * 86_400_000
        let again = try #require(later.judge(submission.but { $0.agent = "agent-8" }).record)
        #expect(first.day != again.day)
        guard case .accepted(let one) = first.fact, case .accepted(let other) = again.fact else { return }
        #expect(one.fingerprint == other.fingerprint)
        #expect(one.fingerprint != 0)
    }

    @Test func othersDiffer() {
        let creation = SubmissionFixtures.creation()
        let all = [
            creation,
            creation.but { $0.receivedOn = "2012-04-11" },
            creation.but { $0.receivedOn = "" },
            creation.but { $0.desk = SubmissionFixtures.managerDesk },
            creation.but {
                $0.territory = "062"
                $0.request.creation.application.wanted.communes = ["62041"]
            },
            creation.butApplication { $0.wanted.communes = ["62041"] }.but { $0.territory = "062" }
                .butApplication { $0.wanted.widerArea = false },
            creation.butApplication { $0.unbornChildren = 2 },
            creation.butApplication { $0.applicant.identity.lastName = "Delatre" },
            SubmissionFixtures.renewal(), SubmissionFixtures.reinstatement(),
        ]
        let fingerprints = all.compactMap(fingerprint)
        #expect(fingerprints.count == all.count)
        #expect(Set(fingerprints).count == all.count)
    }

    @Test func itIsTheSameInEveryVersion() {
        // Answers are kept for ninety days with it, so an upgrade may not change it.
        #expect(fingerprint(SubmissionFixtures.renewal()) == FingerprintTests.ofRenewal)
    }

    static let ofRenewal: UInt64 = 2_294_593_625_947_382_260
}
