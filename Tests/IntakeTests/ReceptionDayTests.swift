import Intake
import Register
import Schemas
import TestSupport
import Testing
import WorkerKit

@Suite struct ReceptionDayTests {
    /// Instants in UTC, and the day a submission without a date was received.
    @Test(
        arguments: [
            (1_325_372_399_999, "2011-12-31"),  // 2011-12-31T22:59:59.999Z
            (1_325_372_400_000, "2012-01-01"),  // 2011-12-31T23:00Z: midnight in winter
            (1_341_093_599_999, "2012-06-30"),  // 2012-06-30T21:59:59.999Z
            (1_341_093_600_000, "2012-07-01"),  // 2012-06-30T22:00Z: midnight in summer
            (1_332_629_999_999, "2012-03-24"),  // 2012-03-24T22:59:59.999Z: the last winter night
            (1_332_630_000_000, "2012-03-25"),  // 2012-03-24T23:00Z
            (1_332_712_800_000, "2012-03-26"),  // 2012-03-25T22:00Z: the first summer night
            (1_351_375_200_000, "2012-10-28"),  // 2012-10-27T22:00Z: the last summer night
            (1_351_461_600_000, "2012-10-28"),  // 2012-10-28T22:00Z: an hour before midnight, in winter again
            (1_351_465_200_000, "2012-10-29"),  // 2012-10-28T23:00Z
        ] as [(Int64, String)]
    )
    func withoutADateItIsTheDayOfPublicationInParis(_ instant: Int64, _ day: String) {
        var door = Door()
        door.publishedAt = instant
        let submission = SubmissionFixtures.renewal().but { $0.receivedOn = "" }
        #expect(door.judge(submission).record?.day.iso == day)
        // The same day, given, is not in the future; the next one is.
        #expect(door.complaints(submission.but { $0.receivedOn = day }) == [])
        let next = CivilDate(iso: day)!.adding(days: 1).iso
        #expect(door.complaints(submission.but { $0.receivedOn = next }) == ["NU_0106 received_on"])
    }

    @Test func sixtyDaysAgoIsTheOldestReception() {
        let door = Door()
        let renewal = SubmissionFixtures.renewal()
        #expect(door.complaints(renewal.but { $0.receivedOn = "2012-02-12" }) == [])
        #expect(door.complaints(renewal.but { $0.receivedOn = "2012-02-11" }) == ["NU_0107 received_on"])
    }

    // MARK: Ex officio (CCH, L441-2-1)

    private func late(_ desk: String, _ change: (inout WireLateReception) -> Void = { _ in }) -> WireSubmission {
        SubmissionFixtures.creation().but {
            $0.desk = desk
            $0.receivedOn = "2011-10-03"
            $0.lateReception.reason = "formulaire égaré au guichet"
            $0.lateReception.reference = "DEC-2012-17"
            $0.request.creation.application.formVersion = ""
            change(&$0.lateReception)
        }
    }

    private var doorOfTheState: Door {
        var manager = SubmissionFixtures.manager()
        manager.rights.append(.creation)
        var state = manager
        state.code = "E5900"
        state.kind = "ETAT"
        return Door(references: Door.references(desks: [SubmissionFixtures.landlord(), manager, state]))
    }

    @Test(arguments: ["G5900", "E5900"])
    func theManagerAndTheStateRegisterAnOlderReceptionWithItsReason(desk: String) throws {
        let decision = doorOfTheState.judge(late(desk))
        let record = try #require(decision.record, "\(decision.complaints)")
        #expect(record.day == "2011-10-03")
        let accepted = try #require(decision.accepted)
        #expect(accepted.lateReception.reference == "DEC-2012-17")
        #expect(accepted.lateReception.reason == "formulaire égaré au guichet")
        #expect(accepted.published == CivilDate("2012-04-12").days)
        // Its answer is remembered from the day it was registered: else a resend would be another submission.
        #expect(accepted.answerDay(record) == "2012-04-12")
    }

    @Test func anotherDeskDoesNotWhateverItsReason() {
        #expect(Door().complaints(late("G5901")) == ["NU_0107 received_on"])
    }

    @Test func theReasonAndTheReferenceAreBothDue() {
        let door = doorOfTheState
        #expect(door.complaints(late("G5900").but { $0.clearLateReception() }) == ["NU_0113 late_reception"])
        #expect(door.complaints(late("G5900") { $0.reason = " " }) == ["NU_0113 late_reception.reason"])
        #expect(door.complaints(late("G5900") { $0.reference = "" }) == ["NU_0113 late_reception.reference"])
    }

    @Test func neverAfterItsPublicationNorBeforeThereWasARegister() {
        let door = doorOfTheState
        #expect(door.complaints(late("G5900").but { $0.receivedOn = "2012-04-13" }) == ["NU_0106 received_on"])
        #expect(door.complaints(late("G5900").but { $0.receivedOn = "1969-12-31" }).first == "NU_0107 received_on")
    }

    @Test func whatWasReceivedInTimeIsNotLate() throws {
        let accepted = try #require(doorOfTheState.judge(late("G5900").but { $0.receivedOn = "2012-02-12" }).accepted)
        #expect(!accepted.hasLateReception && accepted.published == 0)
    }

    @Test func importsAreExempt() {
        let imported = SubmissionFixtures.importing().but { $0.receivedOn = "2011-10-01" }
        #expect(Door().complaints(imported) == [])
        // Dates in it are judged by that day, so these come to lie after it.
        let older = Door().complaints(imported.but { $0.receivedOn = "1969-12-31" })
        #expect(older.first == "NU_0107 received_on")
    }

    @Test func theDelayIsASetting() {
        var settings = IntakeSettings()
        settings.receptionAgeDaysMax = 1
        var door = Door()
        door.worker = IntakeWorker(settings: settings)
        let renewal = SubmissionFixtures.renewal()
        #expect(door.complaints(renewal.but { $0.receivedOn = "2012-04-11" }) == [])
        #expect(door.complaints(renewal.but { $0.receivedOn = "2012-04-10" }) == ["NU_0107 received_on"])
    }

    @Test(arguments: [Int64.min, -1, 0, 1_334_224_800, 1_334_224_800_000_000, Int64.max])
    func aTimestampInAnotherUnitIsNoTime(_ timestamp: Int64) {
        var door = Door()
        door.publishedAt = timestamp
        #expect(door.judge(SubmissionFixtures.creation()).reason?.hasPrefix("NU_0101") == true)
    }
}
