import Foundation
import Letters
import Register
import Schemas
import TestSupport
import Testing
import WorkerKit

@Suite struct PrintBatchTests {
    private func batch() -> PrintBatch {
        var batch = PrintBatch(id: "059-00001", writer: LetterWriter(towns: ["59350": "Lille"]))
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

    /// A register without a list of communes: the letter is printed, and whoever posts it is told.
    @Test func anAddressWithoutATownIsTold() {
        let known = batch()
        #expect(known.items.map(\.hasTown) == [true, true, true])
        var batch = PrintBatch(id: "059-00001", writer: LetterWriter())
        let notice = WireNotice(.attestation, LetterWriterTests.dossier.number, issued: "2012-03-01")
        batch.add(notice, LetterWriterTests.dossier, LetterWriterTests.settings)
        #expect(batch.items.map(\.hasTown) == [false])
        var abroad = LetterWriterTests.dossier
        abroad.application.applicant.contact.country = "BE"
        batch.add(notice, abroad, LetterWriterTests.settings)
        #expect(batch.items.map(\.hasTown) == [false, true])
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

/// What people open: numbers of desks such as 59900 and 00E12 are text, in every language.
@Suite struct SpreadsheetTests {
    private static let cells = [
        ["numero_unique", "destinataire"], ["059112600000159900", "Zoé & <Ana> \"d’Été\""],
        ["059112600200E12", "=HYPERLINK(\"http://nowhere\")"], ["+33 3", "ligne 1\nligne 2\rx\u{1}"],
    ]

    @Test func everyCellIsTextAsItWasWritten() throws {
        var sheet = Spreadsheet()
        sheet.add("lettres", Self.cells)
        let text = String(decoding: sheet.finished(), as: UTF8.self)
        #expect(text.hasPrefix("PK"))
        for part in ["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/worksheets/sheet1.xml"] {
            #expect(text.components(separatedBy: part).count >= 3, "\(part): in its place and in the directory")
        }
        #expect(text.contains(#"<c r="A2" t="inlineStr"><is><t xml:space="preserve">059112600000159900</t></is></c>"#))
        #expect(text.contains(#"<c r="A3" t="inlineStr"><is><t xml:space="preserve">059112600200E12</t></is></c>"#))
        #expect(text.contains("Zoé &amp; &lt;Ana&gt; &quot;d’Été&quot;"))
        #expect(text.contains("ligne 1\nligne 2&#13;x\u{FFFD}"))
        #expect(!text.contains("<f>"), "no cell is a formula")
        #expect(!text.contains(#"<c r="A2"><v>"#), "no cell is a number")
    }

    @Test func theSameCellsAreTheSameBytes() {
        func file() -> [UInt8] {
            var sheet = Spreadsheet()
            sheet.add("lettres", Self.cells)
            sheet.add("courriels", [Array(repeating: "x", count: 28)])
            return sheet.finished()
        }
        #expect(file() == file())
        #expect(String(decoding: file(), as: UTF8.self).contains(#"<c r="AB1""#), "the 28th column")
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

    @Test func anOpenQuoteIsAnError() {
        #expect(throws: SeparatedValues.Failure.openQuote(line: 2)) { try SeparatedValues.read("a;b\n\"x;2\n".utf8) }
    }

    /// As a spreadsheet saves it: with a mark or without, in Windows-1252, as "Unicode text".
    @Test(arguments: ["UTF-8", "UTF-8 with a mark", "Windows-1252", "UTF-16", "UTF-16, big end first"])
    func everyEncodingThatSpreadsheetsSaveIsRead(name: String) throws {
        let text = "nom;ville\r\nGrâce;Œuf €\r\n"
        var bytes: [UInt8] = []
        switch name {
        case "UTF-8": bytes = Array(text.utf8)
        case "UTF-8 with a mark": bytes = [0xEF, 0xBB, 0xBF] + Array(text.replacing(";", with: ",").utf8)
        case "Windows-1252":
            let others: [UnicodeScalar: UInt8] = ["Œ": 0x8C, "€": 0x80]
            for scalar in text.unicodeScalars { bytes.append(others[scalar] ?? UInt8(scalar.value)) }
        default:
            let isLittle = name == "UTF-16"
            bytes = isLittle ? [0xFF, 0xFE] : [0xFE, 0xFF]
            for unit in text.replacing(";", with: "\t").utf16 {
                let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
                bytes += isLittle ? [low, high] : [high, low]
            }
        }
        let encoding = String(name.prefix { $0 != "," && $0 != " " })
        let table = try SeparatedValues.table(bytes)
        #expect(table.rows.map(\.fields) == [["nom", "ville"], ["Grâce", "Œuf €"]])
        #expect(table.encoding.rawValue == encoding)
        #expect(table.description.contains(encoding))
    }
}
