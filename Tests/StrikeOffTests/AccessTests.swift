import Register
import Schemas
import StrikeOff
import SwiftProtobuf
import TestSupport
import Testing
import WorkerKit

/// R441-2-6: a desk that acts on some communes only ends what numbering says that it may.
@Suite struct AccessTests {
    var strikeOff = WorkerDriver(StrikeOffWorker(), filed: "2012-01-10")

    static let asked: [RegisterRecord] = [
        RegisterRecord.strikeOff(2, of: .stub(1), "RADABA", day: "2012-05-01").limited(to: ["59350"]),
        RegisterRecord.warning(3, of: .stub(1), sent: "2012-02-10").limited(to: ["59350"]),
    ]

    @Test(arguments: asked) mutating func nothingIsDecidedBeforeItIsJudged(asked: RegisterRecord) {
        #expect(strikeOff.feed(asked).isEmpty)
        #expect(strikeOff.feed(asked.judged(denied: false)).refusals == [])
        #expect(strikeOff.unsettled.map(\.fact.name) == [asked.kind == .warning ? "warned" : "struckOff"])
    }

    @Test(arguments: asked) mutating func whatIsNotItsOwnIsRefusedAndSaysWhy(asked: RegisterRecord) {
        strikeOff.feed(asked)
        let output = strikeOff.feed(asked.judged(denied: true))
        #expect(output.refusals == ["NU_0622"])
        #expect(output.receipts.map(\.message.number) == [UniqueNumber.stub(1).text])
        #expect(output.factNames == ["declined"])
    }

    /// Struck off or not, it is told no more.
    @Test mutating func soIsAReinstatement() {
        strikeOff.feed(.strikeOff(2, of: .stub(1), "RADABA", day: "2012-05-01"))
        let asked = RegisterRecord.reinstatement(4, of: .stub(1), day: "2012-05-02").limited(to: ["59350"])
        #expect(strikeOff.feed(asked).isEmpty)
        #expect(strikeOff.feed(asked.judged(denied: true)).refusals == ["NU_0622"])
        let again = RegisterRecord.reinstatement(5, of: .stub(1), day: "2012-05-02").limited(to: ["59350"])
        strikeOff.feed(again)
        #expect(strikeOff.feed(again.judged(denied: false)).outcomes == [.reinstated])
    }

    /// Renewal's own.
    @Test mutating func aRenewalIsNotForIt() {
        let asked = RegisterRecord.renewal(2, of: .stub(1)).limited(to: ["59350"])
        for denied in [true, false] { #expect(strikeOff.feed(asked.judged(denied: denied)).isEmpty) }
    }
}
