import Letters
import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// A letter is about the application as it stood that day.
@Suite struct DossierFoldTests {
    static let number = UniqueNumber.stub(1)

    private func dossier(_ records: [RegisterRecord], at day: CivilDate = "2013-06-30") -> Dossier? {
        var fold = DossierFold([Self.number: [day]])
        for record in records { fold.note(record) }
        for record in records { fold.take(record) }
        return fold.dossier(of: Self.number, at: day)
    }

    private let filing: [RegisterRecord] = [
        .creation(1, [.zoe], commune: "59350", day: "2012-04-12"),
        .registered(1, number, day: "2012-04-12"),
    ]

    @Test func formAndDaysComeFromTheFiling() throws {
        let dossier = try #require(self.dossier(filing))
        #expect(dossier.application.applicant.identity.lastName == "Delattre")
        #expect(dossier.filed == "2012-04-12")
        #expect(dossier.start == "2012-04-12")
    }

    @Test func renewalMovesTheYearAndKeepsTheFirstFiling() throws {
        let renewed =
            filing + [
                .renewal(2, of: Self.number, day: "2013-03-01"),
                .renewed(2, Self.number, on: "2013-03-01"),
            ]
        let dossier = try #require(self.dossier(renewed))
        #expect(dossier.filed == "2012-04-12")
        #expect(dossier.start == "2013-03-01")
    }

    @Test func modificationCountsOnceItIsAFactAndOnItsDay() throws {
        let asked: [RegisterRecord] =
            filing + [
                .modification(3, of: Self.number, [.karim], commune: "59009", day: "2012-05-02")
            ]
        #expect(dossier(asked)?.application.applicant.identity.lastName == "Delattre", "asked, and not decided")
        let modified = asked + [.modified(3, Self.number, day: "2012-05-02")]
        #expect(dossier(modified)?.application.applicant.identity.lastName == "Belkacem")
        #expect(
            dossier(modified, at: "2012-05-01")?.application.applicant.identity.lastName == "Delattre",
            "a day before"
        )
    }

    /// Letters of one batch may bear several days: each has the application of its own.
    @Test func oneReadingServesSeveralDays() {
        let records: [RegisterRecord] =
            filing + [
                .modification(3, of: Self.number, [.karim], commune: "59009", day: "2012-05-02"),
                .modified(3, Self.number, day: "2012-05-02"),
            ]
        var fold = DossierFold([Self.number: ["2012-04-11", "2012-04-12", "2012-05-02"]])
        for record in records { fold.note(record) }
        for record in records { fold.take(record) }
        let names = (["2012-04-11", "2012-04-12", "2012-05-02"] as [CivilDate]).map {
            fold.dossier(of: Self.number, at: $0)?.application.applicant.identity.lastName
        }
        #expect(names == [nil, "Delattre", "Belkacem"])
    }

    @Test func linkBringsTheNewerForm() {
        let linked: [RegisterRecord] =
            filing + [
                .creation(4, [.zoe], commune: "59009", day: "2012-06-01"),
                .linked(4, to: 1, Self.number, day: "2012-06-01"),
            ]
        #expect(dossier(linked)?.application.wanted.communes == ["59009"])
    }

    @Test func whatIsErasedIsNotThere() {
        let purged = filing + [.calendar(.purged(WirePurged()), Self.number, day: "2013-05-01")]
        #expect(dossier(purged) == nil)
        #expect(dossier(purged, at: "2013-04-30") != nil)
        #expect(dossier(filing + [.deleted(9, Self.number, day: "2012-05-05")]) == nil)
    }

    @Test func groundOfAWarningIsKeptAndTakenBack() {
        var warned = RegisterRecord.calendar(
            .warned(
                .with {
                    $0.reason = "RADIRR"
                    $0.ground = "IRRRES"
                    $0.sent = CivilDate(iso: "2012-06-28")!.days
                }
            ),
            Self.number,
            day: "2012-07-01"
        )
        warned.submission = .stub(7)
        #expect(dossier(filing + [warned])?.ground == "IRRRES")
        #expect(dossier(filing + [warned])?.warned == "2012-06-28")
        let undone = RegisterRecord.calendar(.reinstated(WireReinstated()), Self.number, day: "2012-08-01")
        #expect(dossier(filing + [warned, undone])?.ground == "")
    }

    @Test func theMarkOfTheStrikeOffIsKept() {
        let end = RegisterRecord.calendar(.struckOff(.with { $0.dalo = true }), Self.number, day: "2013-05-12")
        #expect(dossier(filing + [end])?.isDalo == true)
        #expect(dossier(filing)?.isDalo == false)
    }

    @Test func othersAreLeftAlone() {
        let other = UniqueNumber.stub(2)
        let records: [RegisterRecord] = [
            .creation(1, [.lou], day: "2012-04-12"), .registered(1, other, day: "2012-04-12"),
        ]
        #expect(dossier(records) == nil)
    }
}
