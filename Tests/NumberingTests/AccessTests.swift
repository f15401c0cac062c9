import Numbering
import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// R441-2-6: whether a desk that acts on some communes only may act on the file that it names.
@Suite struct AccessTests {
    /// Application 1, which asks for Lille, then Armentières.
    var numbering = WorkerDriver(NumberingWorker())

    init() {
        numbering.feed(.creation(1).asking(for: ["59350", "59017"]))
        numbering.feedAndSettle(.cleared(1))
    }

    /// Nil where nothing is judged.
    mutating func isDenied(_ record: RegisterRecord) -> Bool? {
        let output = numbering.feed(record)
        guard case .accessJudged(let fact)? = output.facts.first?.fact else { return nil }
        #expect(output.facts == [record.judged(denied: fact.denied)], "and nothing else is said")
        #expect(output.receipts.isEmpty && output.dispatches.isEmpty)
        return fact.denied
    }

    mutating func isDenied(_ id: UInt64, of number: UniqueNumber = .stub(1), _ communes: [String]) -> Bool? {
        isDenied(RegisterRecord.renewal(id, of: number).limited(to: communes))
    }

    @Test mutating func eachCommuneThatItAsksForCounts() {
        #expect(isDenied(2, ["59350"]) == false)
        #expect(isDenied(3, ["59009", "59017"]) == false)
        #expect(isDenied(4, ["59009", "62041"]) == true)
    }

    @Test mutating func soItIsForWhateverNamesANumberAlone() {
        let asked: [RegisterRecord] = [
            .renewal(2, of: .stub(1)), .strikeOff(3, of: .stub(1), "RADABA"), .reinstatement(4, of: .stub(1)),
            .warning(5, of: .stub(1), sent: .stub), .undeliverableLetter(6, of: .stub(1), returned: .stub),
        ]
        for record in asked {
            #expect(isDenied(record.limited(to: ["59017"])) == false)
            #expect(isDenied(record.limited(to: ["59009"])) == true)
            #expect(isDenied(record) == nil, "of any other desk there is nothing to judge")
        }
    }

    @Test mutating func aModificationSaysWhatItAsksForNow() {
        numbering.feed(.modification(2, of: .stub(1)).asking(for: ["59350", "59009"]))
        #expect(isDenied(3, ["59017"]) == true)
        #expect(isDenied(4, ["59009"]) == false)
    }

    @Test mutating func soDoesAFilingThatIsLinked() {
        numbering.feed(.creation(2).asking(for: ["59350", "59009"]))
        let output = numbering.feed(.linked(2, to: 1, .stub(1)))
        #expect(output.facts.isEmpty, "the first commune is the same")
        #expect(isDenied(3, ["59017"]) == true)
        #expect(isDenied(4, ["59009"]) == false)
    }

    @Test mutating func aRenewalDoesSoOnceItCounts() {
        numbering.feed(.renewal(2, of: .stub(1), [.zoe]).asking(for: ["59009", "59183"]))
        #expect(isDenied(3, ["59183"]) == true)
        numbering.feed(.renewed(2, .stub(1), commune: "59009", on: "2013-03-01"))
        #expect(isDenied(4, ["59183"]) == false)
        #expect(isDenied(5, ["59350", "59017"]) == true)
        // Without a form all stays.
        numbering.feed(.renewed(6, .stub(1), on: "2014-02-01"))
        #expect(isDenied(7, ["59183"]) == false)
    }

    @Test mutating func anImportAndAnAssociationAreKnownToo() {
        let number = UniqueNumber("0590908004711G5902")!
        numbering.feed(.importing(2, [.lou], number: number).asking(for: ["59350", "59183"]))
        numbering.feedAndSettle(.cleared(2, .import, prior: number))
        #expect(isDenied(3, of: number, ["59183"]) == false)
        #expect(isDenied(4, of: number, ["59009"]) == true)
        numbering.feed(.creation(5, []).asking(for: ["59350", "59183"]))
        numbering.feedAndSettle(.cleared(5))
        #expect(isDenied(6, of: .stub(2), ["59183"]) == false)
        #expect(isDenied(7, of: .stub(2), ["59009"]) == true)
    }

    /// Numbered by a version that kept the first commune alone: the second one may be the desk's.
    @Test mutating func whoseCommunesAreNotKnownKeepsNobodyOut() {
        numbering.feedAndSettle(.cleared(2))
        #expect(isDenied(3, of: .stub(2), ["59009"]) == false)
    }

    /// Its owner knows what to say of it.
    @Test mutating func norDoesAFileThatIsNone() {
        #expect(isDenied(2, of: .stub(9), ["59009"]) == false)
        numbering.feed(.struckOff(3, .stub(1)))
        #expect(isDenied(4, ["59009"]) == true, "struck off, it may come back")
        numbering.feed(.purged(.stub(1), day: "2013-04-12"))
        #expect(isDenied(5, ["59009"]) == false)
    }
}
