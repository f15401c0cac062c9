import Numbering
import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// A change of who the applicant is is traced, and never by name.
@Suite struct IdentityTests {
    let zoeAnne = Somebody("Delattre", "Zoé Anne", "1982-06-30")

    func registered(_ persons: [Somebody] = [.zoe]) -> WorkerDriver<NumberingWorker> {
        var numbering = WorkerDriver(NumberingWorker())
        numbering.feed(.creation(1, persons))
        numbering.feedAndSettle(.cleared(1))
        return numbering
    }

    func changes(_ output: Output) -> [[WireIdentityChange]] {
        output.facts.compactMap { if case .modified(let fact) = $0.fact { fact.identityChanges } else { nil } }
    }

    @Test func aModificationSaysWhatChanged() {
        var numbering = registered()
        let number = UniqueNumber.stub(1)
        #expect(changes(numbering.feed(.modification(2, of: number, [.zoe]))) == [[]])
        #expect(changes(numbering.feed(.modification(3, of: number, [zoeAnne]))) == [[.firstNames]])
        // Against the form before, not the first.
        #expect(changes(numbering.feed(.modification(4, of: number, [zoeAnne]))) == [[]])
        #expect(changes(numbering.feed(.modification(5, of: number, [.lou]))) == [[.birthName, .firstNames]])
    }

    @Test func itIsTheApplicantThatCounts() {
        var numbering = registered([.zoe, .karim])
        #expect(changes(numbering.feed(.modification(2, of: .stub(1), [.zoe, .lou]))) == [[]])
        #expect(
            changes(numbering.feed(.modification(3, of: .stub(1), [.lou, .zoe]))) == [[.birthName, .firstNames]]
        )
    }

    @Test func anotherBirthDateIsNoChange() {
        var numbering = registered()
        let corrected = Somebody("Delattre", "Zoé", "1983-06-30")
        #expect(changes(numbering.feed(.modification(2, of: .stub(1), [corrected]))) == [[]])
    }

    /// The form that came with a renewal: nobody answers it twice, so no receipt.
    @Test func aRenewalMayBringAChangeToo() {
        var numbering = registered()
        numbering.feed(.renewal(2, of: .stub(1), [zoeAnne], day: "2013-03-01"))
        let output = numbering.feed(.renewed(2, .stub(1), on: "2013-03-01"))
        #expect(changes(output) == [[.firstNames]])
        #expect(output.receipts.isEmpty)
        numbering.feed(.renewal(3, of: .stub(1), day: "2014-02-01"))
        #expect(numbering.feed(.renewed(3, .stub(1), on: "2014-02-01")).isEmpty)
    }

    @Test func aRenewalThatIsRefusedBringsNone() {
        var numbering = registered()
        numbering.feed(.renewal(2, of: .stub(1), [.lou]))
        numbering.feed(.declined(2, .renewalTooEarly, number: .stub(1), kind: .renewal))
        #expect(changes(numbering.feed(.modification(3, of: .stub(1), [.zoe]))) == [[]])
    }

    /// Anyone of the household may file again.
    @Test func aLinkChangesNobody() {
        var numbering = registered([.zoe, .karim])
        numbering.feed(.creation(2, [.karim]))
        numbering.feed(.linked(2, to: 1, .stub(1)))
        #expect(changes(numbering.feed(.modification(3, of: .stub(1), [.zoe, .karim]))) == [[]])
    }

    @Test func anImportBeginsWithItsForm() {
        var numbering = WorkerDriver(NumberingWorker())
        let number = UniqueNumber.stub("0591004004711G5902")
        numbering.feed(.importing(1, [.zoe], number: number))
        numbering.feedAndSettle(.cleared(1, .import, initial: "2010-04-12", prior: number))
        #expect(changes(numbering.feed(.modification(2, of: number, [zoeAnne]))) == [[.firstNames]])
    }

    /// What is purged or deleted is not known any more, not even by a mark.
    @Test(arguments: ["purged", "deleted"])
    func marksAreErased(how: String) {
        var numbering = registered()
        let number = UniqueNumber.stub(1)
        func marks() -> [UInt32] {
            numbering.rows.filter { $0.key.first == 3 }.compactMap { change in
                change.value.flatMap { try? WireNumberedRow(serializedBytes: $0) }
            }.flatMap { [$0.birthMark, $0.lastMark, $0.givenMark] }
        }
        #expect(marks() != [0, 0, 0])
        numbering.feed(how == "purged" ? .purged(number, day: "2014-01-01") : .deleted(2, number))
        #expect(marks() == [0, 0, 0])
    }

    @Test func nothingWaitsForWhatIsDecided() {
        var numbering = registered()
        #expect(!numbering.rows.contains { $0.key.first == 6 })
        numbering.feed(.creation(2, [.lou]))
        #expect(numbering.rows.contains { $0.key.first == 6 })
        numbering.feed(.declined(2, .numberTaken, kind: .creation))
        #expect(!numbering.rows.contains { $0.key.first == 6 })
    }
}
