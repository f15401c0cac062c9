import Deduplication
import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// Who is the same person: the applicant and the co-applicants, by civil status or by NIR.
@Suite struct PersonTests {
    /// Zoé Delattre, 30 June 1982, has application 1, number 1.
    var deduplication = WorkerDriver(DeduplicationWorker())

    init() { deduplication.register(1, [.zoe]) }

    @Test mutating func anApplicationOfNobodyKnownIsCleared() {
        let output = deduplication.feed(.creation(2, [.karim], commune: "59009", day: "2012-05-02"))
        #expect(output == .of(.cleared(2, commune: "59009", day: "2012-05-02")))
    }

    /// For the notices, to those who will send them: how she can be reached, and that she filed online.
    @Test mutating func whatIsClearedSaysHowTheApplicantCanBeReached() {
        var record = RegisterRecord.creation(2, [.karim])
        guard case .accepted(var accepted) = record.fact else { return }
        accepted.deskKind = "PORTAIL"
        accepted.reach = WireReach([.byPost, .electronically])
        record.fact = .accepted(accepted)
        guard case .cleared(let cleared)? = deduplication.feed(record).facts.first?.fact else {
            Issue.record("not cleared")
            return
        }
        #expect(Reach(cleared.reach) == [.byPost, .electronically, .filedOnline])
    }

    @Test mutating func soDoesWhatIsLinked() {
        var record = RegisterRecord.creation(2, [.zoe])
        guard case .accepted(var accepted) = record.fact else { return }
        accepted.deskKind = "PORTAIL"
        accepted.reach = WireReach([.electronically])
        record.fact = .accepted(accepted)
        guard case .linked(let linked)? = deduplication.feed(record).facts.first?.fact else {
            Issue.record("not linked")
            return
        }
        #expect(Reach(linked.reach) == [.electronically, .filedOnline])
    }

    @Test mutating func thePersonWhoHasOneIsLinkedToIt() {
        let output = deduplication.feed(.creation(2, [.zoe], commune: "59009", day: "2012-05-02"))
        #expect(output == .of(.linked(2, to: 1, .stub(1), commune: "59009", day: "2012-05-02")))
    }

    @Test(arguments: [
        Somebody("DELATTRE", "Zoe", "1982-06-30"), Somebody(" delattre ", "ZOÉ", "1982-06-30"),
        Somebody("Delattre", " zoé ", "1982-06-30"),
    ])
    mutating func caseAccentsAndSpacesMakeNoOther(person: Somebody) {
        #expect(deduplication.feed(.creation(2, [person])).factNames == ["linked"])
    }

    /// Somebody may have to look.
    @Test(arguments: [Somebody("Delattre", "Zoé", "1982-06-29"), Somebody("Delattre", "Anne", "1982-06-30")])
    mutating func anotherNameOrBirthDateIsAnother(person: Somebody) {
        #expect(deduplication.feed(.creation(2, [person])).factNames.first == "cleared")
    }

    /// Married since: the birth name still tells.
    @Test mutating func theBirthNameTells() {
        let married = Somebody("Roy", "Zoé", "1982-06-30", birthName: "Delattre")
        #expect(deduplication.feed(.creation(2, [married])).factNames == ["linked"])
    }

    @Test mutating func theNIRTellsWhateverTheName() {
        deduplication.register(2, [Somebody("Diallo", "Awa", "1975-01-01", nir: "2750199350123")])
        let misspelt = Somebody("Dialo", "Hawa", "1975-01-02", nir: "2 75 01 99 350 123")
        #expect(deduplication.feed(.creation(3, [misspelt])).facts.map(\.number) == [.stub(2)])
    }

    @Test mutating func aCoApplicantWhoHasOneLinksTheWholeApplication() {
        #expect(deduplication.feed(.creation(2, [.karim, .zoe])).facts == [.linked(2, to: 1, .stub(1))])
    }

    @Test mutating func aCoApplicantIsInTheApplicationToo() {
        deduplication.register(2, [.karim, .lou])
        #expect(deduplication.feed(.creation(3, [.lou])).facts == [.linked(3, to: 2, .stub(2))])
    }

    /// An association may ask for many dwellings (arrêté of 7 November 2000, art. 1).
    @Test mutating func anAssociationIsNeverLinked() {
        deduplication.register(2, [])
        #expect(deduplication.feed(.creation(3, [])).factNames == ["cleared"])
    }

    @Test mutating func anImportIsClearedWithItsNumberAndDays() {
        let output = deduplication.feed(
            .importing(2, [.karim], number: .stub(50), firstFiled: "2008-09-15", validFrom: "2011-09-10")
        )
        #expect(
            output
                == .of(.cleared(2, .import, initial: "2008-09-15", validFrom: "2011-09-10", prior: .stub(50)))
        )
    }

    @Test mutating func anImportOfSomeoneRegisteredIsLinked() {
        let output = deduplication.feed(.importing(2, [.zoe], number: .stub(50)))
        #expect(output.facts == [.linked(2, to: 1, .stub(1), kind: .import)])
    }
}

extension Output {
    /// An output of one fact and nothing else.
    static func of(_ fact: RegisterRecord) -> Output {
        var output = Output()
        output.facts = [fact]
        return output
    }
}

extension WorkerDriver<DeduplicationWorker> {
    /// Files an application and has it numbered, with the sequence that its figure says.
    mutating func register(_ id: UInt64, _ persons: [Somebody], day: CivilDate = .stub) {
        feed(.creation(id, persons, day: day))
        settle()
        feed(.registered(id, .stub(Int(id)), day: day))
        settle()
    }

    /// Sends a submission and reads back what deduplication says to it. Returns the names of the facts.
    mutating func names(_ record: RegisterRecord) -> [String] { feedAndSettle(record).factNames }
}
