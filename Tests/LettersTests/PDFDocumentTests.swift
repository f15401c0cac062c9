import Foundation
import Register
import Testing

@testable import Letters

/// A PDF file that any reader opens: each entry of its table points at its object, and the text is there.
@Suite struct PDFDocumentTests {
    static func letter(to recipient: String = "Mme Inès LEMAÎTRE", paragraphs: Int = 1) -> Letter {
        Letter(
            number: UniqueNumber("0590411000123G5901")!,
            sender: ["Bailleur du Nord", "Guichet G5901"],
            recipient: [recipient, "12 rue de l’Été (bât. B)", "59000 LILLE"],
            date: CivilDate(iso: "2012-03-01")!,
            subject: "Attestation",
            reference: "0590411000123G5901-1-2012-03-01",
            blocks: [.heading("Titre")]
                + Array(
                    repeating: .paragraph("Votre demande est enregistrée. " + String(repeating: "Mot ", count: 90)),
                    count: paragraphs
                )
                + [.item("Un point")]
        )
    }

    @Test func everyEntryOfTheTablePointsAtItsObject() throws {
        var document = PDFDocument()
        _ = document.add(Self.letter())
        _ = document.add(Self.letter(paragraphs: 30))
        let bytes = document.finished()
        let text = String(decoding: bytes.map { $0 < 128 ? $0 : 46 }, as: UTF8.self)
        let start = try #require(text.components(separatedBy: "startxref\n").last?.split(separator: "\n").first)
        let lines = text.dropFirst(try #require(Int(start))).split(separator: "\n")
        #expect(lines[0] == "xref")
        let count = try #require(Int(lines[1].split(separator: " ")[1]))
        for number in 1..<count {
            let line = lines[2 + number]
            #expect(line.utf8.count == 19, "an entry is twenty bytes with its end of line")
            let offset = try #require(Int(line.prefix(10)))
            #expect(text.dropFirst(offset).hasPrefix("\(number) 0 obj\n"))
        }
    }

    @Test func theSameLettersAreTheSameBytes() {
        func made() -> [UInt8] {
            var document = PDFDocument()
            _ = document.add(Self.letter(paragraphs: 9))
            return document.finished()
        }
        #expect(made() == made())
    }

    @Test func aLongLetterBreaksIntoPages() {
        var document = PDFDocument()
        #expect(document.add(Self.letter()).pages == 1)
        #expect(document.add(Self.letter(paragraphs: 30)).pages > 2)
    }

    /// Whoever cuts it off must not need scissors on two pages.
    @Test func aSlipStandsOnOnePage() {
        for paragraphs in 1...14 {
            var letter = Self.letter(paragraphs: paragraphs)
            let slip = [Letter.Block.cut] + Array(repeating: .paragraph("Bulletin"), count: 8)
            let before = LetterLayout.lay(letter).pages.count
            letter.blocks += slip
            let pages = LetterLayout.lay(letter).pages
            let counts = pages.map { page in page.runs.count { $0.text == Array("Bulletin".utf8) } }.filter { $0 > 0 }
            #expect(counts == [8], "\(paragraphs) paragraphs, \(before) pages before")
        }
    }

    @Test(arguments: [("Wałęsa", "Walesa"), ("Şahin", "Sahin"), ("Nguyễn", "Nguyen"), ("Иван", "????")])
    func aLetterThatIsNotInTheFontFallsBackAndIsReported(name: String, shown: String) {
        let encoded = WinAnsi.encode(name)
        #expect(String(decoding: encoded.bytes, as: UTF8.self) == shown)
        #expect(!encoded.isExact)
        var document = PDFDocument()
        #expect(!document.add(Self.letter(to: name)).isExact)
    }

    @Test func frenchIsShownAsItIsWritten() {
        #expect(WinAnsi.encode("« L’Été à Noël, œuvre, 0,40 € »").isExact)
        #expect(WinAnsi.encode("e\u{301}").bytes == [0xE9], "an accent that stands apart is the same letter")
    }

    @Test func anIndependentReaderFindsTheText() throws {
        let tool = "/usr/bin/pdftotext"
        guard FileManager.default.isExecutableFile(atPath: tool) else {
            print("skipped: no pdftotext (poppler-utils)")
            return
        }
        var document = PDFDocument()
        _ = document.add(Self.letter())
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).pdf")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(document.finished()).write(to: file)
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: tool)
        process.arguments = ["-layout", file.path, "-"]
        process.standardOutput = pipe
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(text.contains("Mme Inès LEMAÎTRE"))
        #expect(text.contains("12 rue de l’Été (bât. B)"))
        #expect(text.contains("Le 1er mars 2012"))
    }
}
