import Intake
import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

@Suite struct AcceptanceTests {
    let door = Door()

    @Test(arguments: SubmissionFixtures.ofEachKind + [SubmissionFixtures.renunciation()])
    func eachKindIsAccepted(_ submission: WireSubmission) throws {
        let decision = door.judge(submission)
        #expect(decision.complaints == [])
        let accepted = try #require(decision.accepted)
        #expect(accepted.request == submission.request, "a submission in its normal form is kept as it came")
        #expect(accepted.agent == "agent-7")
    }

    @Test func theHeaderSaysWhatIsAskedWithoutOpeningIt() throws {
        let record = try #require(door.judge(SubmissionFixtures.strikeOff(id: SubmissionFixtures.id(9))).record)
        var expected = RegisterRecord(
            submission: SubmissionID(SubmissionFixtures.id(9)),
            territory: .nord,
            day: CivilDate(iso: "2012-04-12")!,
            desk: DeskCode(code: "G5901"),
            number: UniqueNumber(SubmissionFixtures.number),
            source: SourcePosition(partition: 3, offset: 42),
            format: .protobuf,
            kind: .strikeOff,
            agent: "agent-7",
            fact: record.fact,
        )
        #expect(record == expected)
        expected.kind = .creation
        #expect(record != expected)
    }

    @Test func onlyWhatConcernsANumberedApplicationHasItsNumber() {
        let numbers = SubmissionFixtures.ofEachKind.map { door.judge($0).record?.number?.text ?? "" }
        let its = SubmissionFixtures.number
        #expect(numbers == ["", "", its, its, its, its, its, "0590908004711G5902", its, "", its, its, its])
    }

    @Test func theKindOfDeskIsThatOfItsTime() {
        #expect(door.judge(SubmissionFixtures.creation()).accepted?.deskKind == "BAILLEUR")
        #expect(door.judge(SubmissionFixtures.deletion()).accepted?.deskKind == "GESTIONNAIRE")
    }

    @Test func aRecordThatIsAcceptedCanBeWrittenAndReadBack() throws {
        for submission in SubmissionFixtures.ofEachKind {
            var record = try #require(door.judge(submission).record)
            let bytes = record.encoded()
            record.offset = 7
            #expect(try RegisterRecord.decode(Bytes(bytes), offset: 7, interest: .everything) == record)
        }
    }

    @Test func identityADwellingTypeAndACommuneAreEnough() {
        #expect(door.complaints(SubmissionFixtures.creation(application: SubmissionFixtures.barestApplication())) == [])
    }

    @Test func anAssociationAppliesWithItsNameAndSIREN() {
        let application = SubmissionFixtures.legalPersonApplication()
        #expect(door.complaints(SubmissionFixtures.creation(application: application)) == [])
    }

    @Test func anEmptyBlockIsAsGoodAsNone() {
        let person = SubmissionFixtures.creation().butApplication { $0.legalPerson = WireLegalPerson() }
        #expect(door.complaints(person) == [])
        var body = SubmissionFixtures.legalPersonApplication()
        body.applicant = WirePerson()
        #expect(door.complaints(SubmissionFixtures.creation(application: body)) == [])
    }

    @Test func aSharedCustodyNeedsNoName() {
        let submission = SubmissionFixtures.creation().butApplication {
            $0.dependants = [
                .with {
                    $0.identity.birthDate = "2009-01-01"
                    $0.custody = "G"
                }
            ]
        }
        #expect(door.complaints(submission) == [])
    }

    @Test func codesOfALaterFormAreKept() {
        let submission = SubmissionFixtures.creation().butApplication {
            $0.reasons = ["13", "41"]
            $0.wanted.dwellingTypes = ["T3", "STUDIO"]
            $0.dalo = "NEUF"
            $0.applicant.familySituation = "Z"
            $0.currentHousing.model = "TINY"
        }
        #expect(door.judge(submission).accepted?.request == submission.request)
    }

    @Test func peopleWhoLiveAbroadAreAccepted() {
        let submission = SubmissionFixtures.creation().butApplication {
            $0.applicant.contact.country = "BE"
            $0.applicant.contact.postcode = "B-7500"
            $0.applicant.contact.commune = "99131"
            $0.applicant.contact.mobile = "+3269000000"
            $0.applicant.occupation.workplaceCommune = "99131"
        }
        #expect(door.complaints(submission) == [])
    }

    @Test func aRenewalMayBringTheFormUpToDate() {
        let renewal = SubmissionFixtures.renewal()
        #expect(
            door.complaints(renewal.but { $0.request.renewal.application = SubmissionFixtures.application() }) == []
        )
        let bare = renewal.but { $0.request.renewal.application = WireApplication() }
        #expect(door.complaints(bare).count == 5, "a form that is there is examined whole")
    }

    @Test func aDwellingWithoutRPLSIdIsDescribedByAddressAndType() {
        let submission = SubmissionFixtures.strikeOff().but {
            $0.request.strikeOff.allocation.rplsID = ""
            $0.request.strikeOff.allocation.dwelling.addressLine = "3 place du Général-de-Gaulle"
        }
        #expect(door.complaints(submission) == [])
    }

    @Test func whatProtobufDoesNotKnowIsLeftOut() throws {
        var bytes: [UInt8] = try SubmissionFixtures.creation().serializedBytes()
        bytes += [0xF2, 0x3F, 3, 65, 66, 67]  // Field 1022: "ABC".
        #expect(door.judge(bytes) == door.judge(SubmissionFixtures.creation()))
    }
}
