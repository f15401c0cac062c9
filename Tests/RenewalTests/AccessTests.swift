import Register
import Renewal
import Schemas
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// R441-2-6: a desk that acts on some communes only renews what numbering says that it may. Filed on 10 April 2011: may be
/// renewed from 10 February to 10 May 2012.
@Suite struct AccessTests {
    var renewal = WorkerDriver(RenewalWorker(), filed: "2011-04-10")

    static func asked(_ id: UInt64 = 2, day: CivilDate = "2012-05-10") -> RegisterRecord {
        .renewal(id, of: .stub(1), day: day).limited(to: ["59350"])
    }

    @Test mutating func nothingIsDecidedBeforeItIsJudged() {
        #expect(renewal.feed(Self.asked()).isEmpty)
        let output = renewal.feed(Self.asked().judged(denied: false))
        #expect(output.outcomes == [.renewed])
        #expect(output.factNames == ["renewed"])
    }

    @Test mutating func whatIsNotItsOwnIsRefusedAndSaysWhy() {
        renewal.feed(Self.asked())
        let output = renewal.feed(Self.asked().judged(denied: true))
        #expect(output.refusals == ["NU_0622"])
        #expect(output.receipts.map(\.message.number) == [UniqueNumber.stub(1).text])
        #expect(output.receipts.flatMap(\.message.anomalies).map(\.path) == ["request.renewal.number"])
    }

    /// Whatever numbering says of it by then: the file may ask for other communes since.
    @Test(arguments: [true, false]) mutating func aResendIsAnsweredAsBefore(denied: Bool) {
        renewal.feed([Self.asked(), Self.asked().judged(denied: denied)])
        let again = Self.asked().sentAgain(source: 9)
        renewal.feed(again)
        let output = renewal.feed(again.judged(denied: !denied))
        #expect(output.receipts.map(\.message.repeated) == [true])
        #expect(output.outcomes == [denied ? .refused : .renewed])
    }

    /// Numbering may stand still for days.
    @Test mutating func whatWasRenewedInTimeDoesNotLapseMeanwhile() {
        renewal.close(through: "2012-05-09")
        renewal.feed(Self.asked())
        #expect(renewal.story(through: "2012-05-13") == [])
        #expect(renewal.feed(Self.asked().judged(denied: false)).outcomes == [.renewed])
        #expect(renewal.story(through: "2012-06-30") == [])
    }

    @Test mutating func whatWasNotLapsesWhenTheNextDayIsClosed() {
        renewal.close(through: "2012-05-09")
        renewal.feed([Self.asked(2), Self.asked(3)])
        renewal.close(through: "2012-05-13")
        renewal.feed(Self.asked(2).judged(denied: true))
        #expect(renewal.story(through: "2012-05-14") == [])
        renewal.feed(Self.asked(3).judged(denied: true))
        #expect(renewal.story(through: "2012-05-15") == ["2012-05-15 lapsed"])
    }

    @Test mutating func soItIsForAReport() {
        renewal.close(through: "2012-02-10")
        let letter = RegisterRecord.undeliverableLetter(2, of: .stub(1), returned: "2012-02-21").limited(to: ["59350"])
        #expect(renewal.feed(letter).isEmpty)
        #expect(renewal.feed(letter.judged(denied: true)).refusals == ["NU_0622"])
        let other = RegisterRecord.undeliverableLetter(3, of: .stub(1), returned: "2012-02-21").limited(to: ["59350"])
        renewal.feed(other)
        #expect(renewal.feed(other.judged(denied: false)).outcomes == [.recorded])
    }

    /// Strike-off's own.
    @Test mutating func aStrikeOffIsNotForIt() {
        let asked = RegisterRecord.strikeOff(2, of: .stub(1), "RADABA").limited(to: ["59350"])
        #expect(renewal.feed(asked).isEmpty)
        for denied in [true, false] { #expect(renewal.feed(asked.judged(denied: denied)).isEmpty) }
    }
}
