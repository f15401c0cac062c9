import Register
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

@testable import Numbering

/// Promise 1: a number is issued once, never reused, and never skipped within a territory's sequence.
@Suite struct NumberTests {
    @Test func aClearedApplicationGetsTheNextNumberAnAnswerAndAnAttestation() {
        var numbering = WorkerDriver(NumberingWorker())
        let output = numbering.feed(.cleared(7, commune: "59009", day: "2012-04-12"))

        let number: UniqueNumber = .stub("0590412000001G5901")
        var expected = Output()
        expected.facts = [.registered(7, number, commune: "59009", day: "2012-04-12")]
        expected.receipts = [
            Receipt(
                message: .with {
                    $0.submissionID = SubmissionID.stub(7).text
                    $0.desk = "G5901"
                    $0.territory = "059"
                    $0.kind = .creation
                    $0.outcome = .registered
                    $0.number = number.text
                    $0.firstFiledOn = "2012-04-12"
                    $0.validUntil = "2013-04-12"
                    $0.receivedOn = "2012-04-12"
                    $0.sourceOffset = 7
                },
                format: .protobuf,
            )
        ]
        expected.notices = [
            .with {
                $0.noticeID = "0590412000001G5901-1-2012-04-12-0.7"
                $0.number = number.text
                $0.territory = "059"
                $0.kind = .attestation
                $0.issuedOn = "2012-04-12"
                $0.validUntil = "2013-04-12"
            }
        ]
        #expect(output == expected)
    }

    @Test func territoriesAreNumberedIndependently() {
        var numbering = WorkerDriver(NumberingWorker())
        let territories: [Territory] = [.nord, .pasDeCalais, .nord, .ileDeFrance, .pasDeCalais]
        let sequences = territories.enumerated().map { index, territory in
            numbering.feed(.cleared(UInt64(index + 1), territory: territory)).facts[0].number?.sequence
        }
        #expect(sequences == [1, 1, 2, 1, 2])
    }

    @Test func theMonthAndYearAreThoseOfTheFilingHere() {
        var numbering = WorkerDriver(NumberingWorker())
        #expect(numbering.feed(.cleared(1, day: "2011-03-31")).facts[0].number == .stub("0590311000001G5901"))
        #expect(numbering.feed(.cleared(2, day: "2024-12-01")).facts[0].number == .stub("0591224000002G5901"))
    }

    /// The sequence does not begin anew with a month, an end or a purge.
    @Test func noNumberIsUsedTwiceWhateverBecomesOfItsApplication() {
        var numbering = WorkerDriver(NumberingWorker())
        numbering.feed(.cleared(1))
        numbering.feed(.struckOff(2, .stub(1)))
        numbering.feed(.purged(.stub(1), day: "2013-04-12"))
        numbering.feed(.cleared(3))
        numbering.feed(.deleted(4, .stub(2)))
        #expect(numbering.feed(.cleared(5)).facts[0].number == .stub(3))
    }

    @Test func theSequenceWrapsAtAMillion() throws {
        var numbering = WorkerDriver(try numberingAt(sequence: 999_998))
        let sequences = (1...4).map { numbering.feed(.cleared($0)).facts[0].number?.sequence }
        #expect(sequences == [999_998, 999_999, 0, 1])
    }

    @Test func afterTheWrapANumberInUseIsSteppedOver() throws {
        var numbering = WorkerDriver(try numberingAt(sequence: 999_999))
        numbering.feed(.cleared(1, .import, prior: .stub(0)))
        numbering.feed(.cleared(2, .import, prior: .stub(1)))
        let sequences = (3...5).map { numbering.feed(.cleared($0)).facts[0].number?.sequence }
        #expect(sequences == [999_999, 2, 3])
    }

    /// A sequence that another month or desk used is another number.
    @Test func aSequenceInUseByAnotherMonthIsNotSteppedOver() {
        var numbering = WorkerDriver(NumberingWorker())
        numbering.feed(.cleared(1, .import, initial: "2010-03-01", prior: .stub(1, filed: "2010-03-01")))
        #expect(numbering.feed(.cleared(2)).facts[0].number == .stub(1))
    }

    @Test func theYearOfValidityCountsFromTheFilingWhateverTheSettings() {
        var calendar = LegalCalendar()
        calendar.validityMonths = 24
        var numbering = WorkerDriver(NumberingWorker(calendar: calendar))
        #expect(numbering.feed(.cleared(1)).receipts[0].message.validUntil == "2014-04-12")
    }
}

/// A worker that gave so many numbers in the Nord already: restored from a changelog that says so.
private func numberingAt(sequence: UInt64) throws -> NumberingWorker {
    let row: [UInt8] = try WireSequenceRow.with { $0.next = sequence }.serializedBytes()
    var worker = NumberingWorker()
    var pass = TablePass(.restore, restored: [RestoredRow(key: [1, Territory.nord.rawIndex], value: row[...])])
    worker.apply(&pass)
    #expect(pass.failure == nil)
    return worker
}

@Suite struct SeparationTests {
    /// A spouse who leaves keeps the seniority of the couple; the year of validity is a new one.
    @Test func theSeniorityOfTheCoupleIsKept() {
        var numbering = WorkerDriver(NumberingWorker())
        numbering.feed(.cleared(1, day: "2010-02-01"))
        let output = numbering.feed(
            .cleared(2, .separation, day: "2012-04-12", separatedFrom: .stub(1, filed: "2010-02-01"))
        )
        guard case .registered(let fact) = output.facts[0].fact else {
            Issue.record("no number was given")
            return
        }
        #expect(CivilDate(days: fact.initialDay) == "2010-02-01")
        #expect(CivilDate(days: fact.validFrom) == "2012-04-12")
        #expect(fact.separatedFrom == "0590210000001G5901")
        #expect(output.receipts[0].message.firstFiledOn == "2010-02-01")
        #expect(output.receipts[0].message.validUntil == "2013-04-12")
        #expect(output.facts[0].number == .stub(2))
    }
}

@Suite struct ImportTests {
    let prior: UniqueNumber = .stub("0590908004711G5902")

    @Test func anImportKeepsItsNumberAndItsDays() {
        var numbering = WorkerDriver(NumberingWorker())
        let output = numbering.feed(
            .cleared(1, .import, initial: "2008-09-15", validFrom: "2011-09-10", prior: prior)
        )
        #expect(output.facts == [.imported(1, prior, initial: "2008-09-15", validFrom: "2011-09-10")])
        #expect(output.outcomes == [.imported])
        #expect(output.receipts[0].message.number == prior.text)
        #expect(output.receipts[0].message.firstFiledOn == "2008-09-15")
        #expect(output.receipts[0].message.validUntil == "2012-09-10")
        #expect(output.notices.isEmpty)
    }

    @Test func anImportTakesNoNumberOutOfTheSequence() {
        var numbering = WorkerDriver(NumberingWorker())
        numbering.feed(.cleared(1, .import, prior: prior))
        #expect(numbering.feed(.cleared(2)).facts[0].number?.sequence == 1)
    }

    @Test(arguments: ["", "STRUCK", "DELETED"])
    func aTakenNumberIsDeclinedEvenWhenItsHolderIsGone(fate: String) {
        var numbering = WorkerDriver(NumberingWorker())
        numbering.feed(.cleared(1))
        if fate == "STRUCK" { numbering.feed(.struckOff(2, .stub(1))) }
        if fate == "DELETED" { numbering.feed(.deleted(2, .stub(1))) }
        let output = numbering.feed(.cleared(3, .import, prior: .stub(1)))
        #expect(output.facts == [.declined(3, .numberTaken, kind: .import)])
        #expect(output.outcomes == [.refused])
        #expect(output.refusals == ["NU_0911"])
    }

    /// S-14. Here a sequence has ten numbers instead of a million: when all are given to one desk and month, the search ends with an
    /// answer, and the next month, and another desk, have numbers.
    @Test func whenAllNumbersOfADeskAndMonthAreGivenTheNextIsRefusedWithTheReason() {
        var numbering = WorkerDriver(NumberingWorker(calendar: LegalCalendar(), sequenceEnd: 10))
        for id in 1...10 as ClosedRange<UInt64> {
            #expect(numbering.feed(.cleared(id)).receipts.map(\.message.outcome) == [.registered])
        }
        for id in 11...12 as ClosedRange<UInt64> {
            let output = numbering.feed(.cleared(id))
            #expect(output.facts == [.declined(id, .numbersExhausted, kind: .creation)])
            #expect(output.receipts.map(\.message.outcome) == [.refused])
            #expect(output.receipts[0].message.anomalies.map(\.code) == ["NU_0508"])
        }
        let other = DeskCode(code: "59009")
        var elsewhere = RegisterRecord.cleared(13)
        elsewhere.desk = other
        #expect(numbering.feed(elsewhere).receipts.map(\.message.outcome) == [.registered])
        #expect(numbering.feed(.cleared(14, day: "2012-05-02")).receipts.map(\.message.outcome) == [.registered])
    }

    /// S-14. What a sender that files without end uses up is seen before it is gone.
    @Test func theNumbersOfTheLatestMonthAreCounted() {
        var numbering = WorkerDriver(NumberingWorker())
        for id in 1...3 as ClosedRange<UInt64> { _ = numbering.feed(.cleared(id)) }
        #expect(numbering.worker.numbersUsed.map(\.count) == [3])
        _ = numbering.feed(.cleared(4, day: "2012-05-02"))
        _ = numbering.feed(.cleared(5))
        #expect(numbering.worker.numbersUsed.map(\.count) == [2], "a late filing is counted with the latest month")
    }

    /// A commit that is refused gives numbers back.
    @Test func whatWasExhaustedInARefusedCommitIsNot() {
        var worker = NumberingWorker(calendar: LegalCalendar(), sequenceEnd: 2)
        var output = Output()
        for id in 1...3 as ClosedRange<UInt64> { worker.process(.cleared(id), into: &output) }
        #expect(output.receipts.map(\.message.outcome) == [.registered, .registered, .refused])
        var rollBack = TablePass(.rollBack)
        worker.apply(&rollBack)
        output.removeAll()
        for id in 4...5 as ClosedRange<UInt64> { worker.process(.cleared(id), into: &output) }
        #expect(output.receipts.map(\.message.outcome) == [.registered, .registered])
    }
}
