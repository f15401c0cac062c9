import Intake
import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing

/// What the manager gives a desk, and takes away. The fixtures' day is 12 April 2012.
@Suite struct RightsTests {
    func door(_ alter: (inout WireDesk) -> Void) -> Door {
        var landlord = SubmissionFixtures.landlord()
        alter(&landlord)
        return Door(references: Door.references(desks: [landlord, SubmissionFixtures.manager()]))
    }

    // MARK: Conventions

    @Test(
        arguments: [
            ("", "", true), ("2012-04-12", "", true), ("2012-04-13", "", false), ("", "2012-04-12", true),
            ("", "2012-04-11", false), ("2011-03-28", "2013-03-27", true),
        ]
    )
    func aConventionHoldsFromItsFirstDayToItsLast(from: String, until: String, holds: Bool) {
        let door = door {
            $0.conventionFrom = from
            $0.conventionUntil = until
        }
        #expect(door.complaints(SubmissionFixtures.renewal()) == (holds ? [] : ["NU_0612 desk"]))
    }

    /// Received in time and published after: it is the day of reception that counts.
    @Test func aConventionIsJudgedByTheDayOfReception() {
        let door = door { $0.conventionUntil = "2012-04-01" }
        let before = SubmissionFixtures.renewal().but { $0.receivedOn = "2012-04-01" }
        #expect(door.complaints(before) == [])
        #expect(door.complaints(before.but { $0.receivedOn = "2012-04-02" }) == ["NU_0612 desk"])
    }

    @Test func anImportMayHaveBeenReceivedBeforeAnyConvention() {
        var manager = SubmissionFixtures.manager()
        manager.conventionFrom = "2011-03-28"
        let door = Door(references: Door.references(desks: [manager]))
        let imported = SubmissionFixtures.importing().but {
            $0.receivedOn = "2010-09-10"
            $0.request.import.validFrom = "2009-09-10"
        }
        #expect(door.complaints(imported) == [])
    }

    // MARK: Certification

    /// Absent is what desks were before there was a certification: certified.
    @Test func aDeskIsCertifiedUnlessItIsSaidNotToBe() {
        #expect(door { $0.clearCertified() }.complaints(SubmissionFixtures.renewal()) == [])
        #expect(door { $0.certified = true }.complaints(SubmissionFixtures.renewal()) == [])
        #expect(door { $0.certified = false }.complaints(SubmissionFixtures.renewal()) == ["NU_0604 desk"])
    }

    // MARK: Reasons

    @Test(arguments: ["RADATT", "RADABA", "RADCON", "RADIRR"])
    func aDeskStrikesOffForItsReasonsAlone(reason: String) {
        let submission = SubmissionFixtures.renunciation().but {
            $0.request.strikeOff.reason = reason
            if reason == "RADIRR" { $0.request.strikeOff.ground = "IRRRES" }
            if reason == "RADATT" {
                $0.request.strikeOff.allocation = SubmissionFixtures.strikeOff().request.strikeOff.allocation
            }
        }
        #expect(door { $0.strikeOffReasons = [reason] }.complaints(submission) == [])
        let others = ["RADATT", "RADABA", "RADCON", "RADIRR"].filter { $0 != reason }
        #expect(
            door { $0.strikeOffReasons = others }.complaints(submission) == ["NU_0614 request.strike_off.reason"]
        )
    }

    @Test func whoMayNotStrikeOffForAReasonMayNotWarnOfIt() {
        let door = door { $0.strikeOffReasons = ["RADIRR"] }
        #expect(door.complaints(SubmissionFixtures.warning()) == ["NU_0614 request.warning.reason"])
    }

    // MARK: Mandates

    /// Circular of January 2011: a landlord that has a town hall register for it keeps its own access, to strike off.
    @Test func aLandlordThatMandatesATownHallStillStrikesOff() {
        let mandating = door {
            $0.mandates = ["59350"]
            $0.rights = []
            $0.strikeOffReasons = ["RADABA"]
        }
        #expect(mandating.complaints(SubmissionFixtures.strikeOff()) == [])
        #expect(mandating.complaints(SubmissionFixtures.renunciation()) == ["NU_0606 desk"])
        #expect(mandating.complaints(SubmissionFixtures.creation()) == ["NU_0606 desk"])
        let without = door { $0.rights = [] }
        #expect(without.complaints(SubmissionFixtures.strikeOff()) == ["NU_0606 desk"])
    }

    /// A lease is the landlord's, whoever registers for it.
    @Test func theTownHallThatIsMandatedDoesNot() {
        var townHall = SubmissionFixtures.landlord()
        townHall.code = "59350"
        townHall.kind = "COMMUNE"
        var landlord = SubmissionFixtures.landlord()
        landlord.mandates = ["59350"]
        let door = Door(references: Door.references(desks: [landlord, townHall]))
        let strikeOff = SubmissionFixtures.strikeOff().but { $0.desk = "59350" }
        #expect(door.complaints(strikeOff) == ["NU_0809 request.strike_off.reason"])
        #expect(door.complaints(SubmissionFixtures.creation().but { $0.desk = "59350" }) == [])
    }

    // MARK: Litigation

    @Test(arguments: DeskKind.known)
    func onlyTheManagerAndTheStateNoteADispute(kind: DeskKind) {
        let door = door {
            $0.kind = kind.raw
            $0.rights = [.litigationHold]
        }
        let hold = SubmissionFixtures.litigationHold().but { $0.desk = SubmissionFixtures.landlordDesk }
        #expect(door.complaints(hold) == (kind == .manager || kind == .state ? [] : ["NU_0619 desk"]))
    }

    // MARK: Communes (R441-2-6)

    private static func townHall(_ communes: [String], kind: String = "COMMUNE") -> Door {
        var desk = SubmissionFixtures.landlord()
        desk.kind = kind
        desk.communes = communes
        var door = Door(references: Door.references(desks: [desk]))
        door.know(communes: ["59350", "59512"], epci: "200093201")
        door.know(communes: ["59183"], epci: "245900428")
        door.know(communes: ["59009"])
        return door
    }

    @Test(
        arguments: [
            (["59350"], true), (["59512"], true), (["59183"], false), (["59009"], false), (["59183", "59350"], true),
        ]
    )
    func aCommuneActsOnItsTerritoryAndItsEPCI(wanted: [String], isItsOwn: Bool) {
        let refusal = "NU_0620 request.creation.application.wanted.communes"
        let submission = SubmissionFixtures.creation().butApplication { $0.wanted.communes = wanted }
        for kind in ["COMMUNE", "EPCI"] {
            let door = Self.townHall(["59350"], kind: kind)
            #expect(door.complaints(submission) == (isItsOwn ? [] : [refusal]))
        }
        #expect(Self.townHall([]).complaints(submission) == [], "none declared")
    }

    @Test func itDoesSoWhateverBringsAForm() {
        let door = Self.townHall(["59183"])
        let kinds = [SubmissionFixtures.separation(), SubmissionFixtures.modification()]
        #expect(kinds.map { door.complaints($0).map { $0.prefix(7) } } == [["NU_0620"], ["NU_0620"]])
        let renewal = SubmissionFixtures.renewal()
        let withForm = renewal.but { $0.request.renewal.application = SubmissionFixtures.application() }
        #expect(door.complaints(withForm) == ["NU_0620 request.renewal.application.wanted.communes"])
        #expect(door.complaints(renewal) == [], "no form, no commune: numbering knows")
    }

    /// Its own and those of its EPCI go with what names a number alone, for numbering to judge; in the same order always.
    @Test func itsCommunesGoWithWhatNamesANumberAlone() throws {
        let door = Self.townHall(["59512", "59009"])
        let numbersAlone: [WireSubmission] = [
            SubmissionFixtures.renewal(), SubmissionFixtures.renunciation(), SubmissionFixtures.reinstatement(),
            SubmissionFixtures.undeliverableLetter(), SubmissionFixtures.noticeProof(),
        ]
        for submission in numbersAlone {
            let byHand = submission.but { $0.desk = SubmissionFixtures.landlordDesk }
            #expect(try #require(door.judge(byHand).accepted).deskCommunes == ["59009", "59350", "59512"])
        }
        let withForm = SubmissionFixtures.renewal().but {
            $0.request.renewal.application = SubmissionFixtures.application()
        }
        #expect(try #require(door.judge(withForm).accepted).deskCommunes == [], "its form was looked at")
        for other in [Self.townHall([]), Door()] {
            #expect(try #require(other.judge(SubmissionFixtures.renewal()).accepted).deskCommunes == [])
        }
    }

    /// A commune changes its EPCI, or is taken off the list: what is asked from then on is judged by that.
    @Test func anEPCIIsWhatTheListSaysNow() throws {
        var door = Self.townHall(["59350"])
        func communes(_ door: Door) throws -> [String] {
            try #require(door.judge(SubmissionFixtures.renewal()).accepted).deskCommunes
        }
        #expect(try communes(door) == ["59350", "59512"])
        door.know(communes: ["59512"], epci: "245900428")
        #expect(try communes(door) == ["59350"])
        door.know(communes: ["59183"], epci: "200093201")
        #expect(try communes(door) == ["59183", "59350"])
        try door.references.take(commune: Bytes("59183".utf8), value: nil)
        #expect(try communes(door) == ["59350"])
    }

    @Test func withoutAnEPCIACommuneHasItsOwnTerritoryAlone() {
        let door = Self.townHall(["59009"])
        let wanted = SubmissionFixtures.creation().butApplication { $0.wanted.communes = ["59009"] }
        #expect(door.complaints(wanted) == [])
        let other = wanted.butApplication { $0.wanted.communes = ["59350"] }
        #expect(door.complaints(other) == ["NU_0620 request.creation.application.wanted.communes"])
    }

    // MARK: What a record may say

    @Test func aDeskThatCannotBeSaysWhy() {
        let wire = SubmissionFixtures.landlord()
        func anomalies(_ alter: (inout WireDesk) -> Void) -> [String] {
            var wire = wire
            alter(&wire)
            do throws(InvalidDesk) { _ = try Desk(wire) } catch { return error.anomalies.map(\.description) }
            return []
        }
        #expect(anomalies { $0.publicKeys = [.init(repeating: 1, count: 31)] } == ["NU_0616 public_keys[0]"])
        #expect(
            anomalies { $0.strikeOffReasons = ["RADABA", "RADREN", "X"] } == [
                "NU_0802 strike_off_reasons[1]", "NU_0801 strike_off_reasons[2]",
            ]
        )
        #expect(anomalies { $0.conventionFrom = "28/03/2011" } == ["NU_0205 convention_from"])
        #expect(
            anomalies {
                $0.conventionFrom = "2012-01-02"
                $0.conventionUntil = "2012-01-01"
            } == ["NU_0613 convention_until"]
        )
        #expect(anomalies { $0.mandates = ["59350", "x"] } == ["NU_0601 mandates[1]"])
        #expect(
            anomalies {
                $0.kind = "COMMUNE"
                $0.mandates = ["59350"]
            } == ["NU_0615 mandates"]
        )
        #expect(anomalies { $0.communes = ["59350"] } == ["NU_0621 communes"])
        #expect(
            anomalies {
                $0.kind = "EPCI"
                $0.communes = ["59350", "LILLE"]
            } == ["NU_0403 communes[1]"]
        )
    }
}
