import Letters
import Register
import Schemas
import TestSupport
import Testing
import WorkerKit

@Suite struct PrintBatchTests {
    private func batch() -> PrintBatch {
        var batch = PrintBatch(id: "059-2012-03-01", writer: LetterWriter())
        for sequence in 1...3 {
            var dossier = LetterWriterTests.dossier
            dossier.number = .stub(sequence)
            let kind: WireNoticeKind = sequence == 2 ? .strikeOff : .attestation
            batch.add(
                WireNotice(kind, dossier.number, issued: "2012-03-01", reason: sequence == 2 ? "RADABA" : ""),
                dossier,
                LetterWriterTests.settings
            )
        }
        return batch
    }

    @Test func eachLetterIsARowAndItsPagesFollowEachOther() throws {
        let batch = batch()
        #expect(batch.items.count == 3)
        var next = 1
        for item in batch.items {
            #expect(item.firstPage == next)
            next += item.pages
        }
        #expect(next - 1 == batch.pageCount)
        #expect(batch.rows.count == 4)
        #expect(Set(batch.rows.map(\.count)).count == 1, "every row has the columns of the first")
        #expect(batch.rows[2][3] == "radiation")
    }

    @Test func costIsCountedByKind() {
        let costs = batch().costs(centsPerLetter: 40, centsPerTraceableLetter: 300)
        #expect(costs.map(\.letters) == [2, 1])
        #expect(costs.map(\.cents) == [80, 40])
    }

    @Test func channelsSayHowANoticeGoes() {
        var batch = batch()
        var dossier = LetterWriterTests.dossier
        dossier.application.applicant.contact.email = "zoe@example.org"
        var notice = WireNotice(.renewal, dossier.number, issued: "2012-03-01", rank: 2)
        notice.channels = [.email]
        batch.add(notice, dossier, LetterWriterTests.settings)
        #expect(batch.items.count == 3, "by e-mail alone: no letter")
        #expect(batch.mails.map(\.address) == ["zoe@example.org"])
        notice.channels = [.traceableLetter]
        batch.add(notice, dossier, LetterWriterTests.settings)
        #expect(batch.items.last?.isTraceable == true)
        #expect(batch.costs(centsPerLetter: 40, centsPerTraceableLetter: 300).map(\.cents).contains(300))
        notice.channels = [.email, .post]
        batch.add(notice, LetterWriterTests.dossier, LetterWriterTests.settings)
        #expect(batch.leftOut.map(\.obstacle) == [.noEmail])
        #expect(batch.items.count == 5, "the letter goes all the same")
        notice.kind = .holdAlert
        batch.add(notice, nil, LetterWriterTests.settings)
        #expect(batch.alerts.count == 1)
        #expect(batch.leftOut.count == 1)
    }

    @Test func whatCannotBePostedIsNamedAndTheRestIsThere() {
        var batch = batch()
        let notice = WireNotice(.attestation, .stub(9), issued: "2012-03-01")
        batch.add(notice, nil, LetterWriterTests.settings)
        var homeless = LetterWriterTests.dossier
        homeless.application.applicant.contact = WireContact()
        batch.add(notice, homeless, LetterWriterTests.settings)
        #expect(batch.leftOut.map(\.obstacle) == [.noDossier, .noAddress])
        #expect(batch.items.count == 3)
    }
}

@Suite struct SeparatedValuesTests {
    @Test(arguments: [
        [["a", "b"], ["1", "2"]],
        [["nom", "adresse"], ["L’Été; \"bis\"", "ligne 1\nligne 2"], ["", "x"]],
    ])
    func whatIsWrittenIsReadBack(rows: [[String]]) throws {
        let read = try SeparatedValues.read(SeparatedValues.write(rows))
        #expect(read.map(\.fields) == rows)
    }

    @Test func linesAreCountedAsThePersonSeesThem() throws {
        let rows = try SeparatedValues.read("a;b\r\n\r\n\"x\ny\";2\r\n3;4".utf8)
        #expect(rows.map(\.line) == [1, 3, 5])
    }

    @Test func commasAreTakenTooAndFormulasAreDisarmed() throws {
        #expect(
            try SeparatedValues.read("a,b,c;d\n1,2,3\n".utf8).map(\.fields) == [["a", "b", "c;d"], ["1", "2", "3"]]
        )
        let written = String(decoding: SeparatedValues.write([["=1+1", "-x"]]), as: UTF8.self)
        #expect(written == "\u{FEFF}'=1+1;'-x\r\n")
    }

    @Test func anOpenQuoteAndOtherEncodingsAreErrors() {
        #expect(throws: SeparatedValues.Failure.openQuote(line: 2)) { try SeparatedValues.read("a;b\n\"x;2\n".utf8) }
        #expect(throws: SeparatedValues.Failure.notUTF8) { try SeparatedValues.read([0x61, 0xE9, 0x0A]) }
    }
}
