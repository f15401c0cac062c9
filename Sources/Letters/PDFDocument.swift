/// Letters as one PDF 1.4 file: text in the reader's own fonts, nothing compressed, no date and no random id, so that the
/// same letters are the same bytes.
package struct PDFDocument {
    private var bytes: [UInt8] = []
    /// Where each object starts; object 1 is the first.
    private var offsets: [Int?] = [nil, nil, nil, nil]
    private var pageObjects: [Int] = []

    package var pageCount: Int { pageObjects.count }

    package init() {
        // Four bytes above 127 tell programs that move files that this is no text.
        bytes = Array("%PDF-1.4\n%".utf8) + [0xE2, 0xE3, 0xCF, 0xD3, 0x0A]
    }

    /// Adds a letter's pages, and says how many they are and whether every character could be shown.
    package mutating func add(_ letter: Letter) -> (pages: Int, isExact: Bool) {
        let laid = LetterLayout.lay(letter)
        for page in laid.pages { add(page) }
        return (laid.pages.count, laid.isExact)
    }

    /// The whole file. Objects 1 to 4 are the catalogue, the list of pages and the two fonts.
    package func finished() -> [UInt8] {
        var file = self
        file.object(1, "<< /Type /Catalog /Pages 2 0 R >>")
        let kids = pageObjects.map { "\($0) 0 R" }.joined(separator: " ")
        file.object(2, "<< /Type /Pages /Count \(pageObjects.count) /Kids [\(kids)] >>")
        for (index, font) in Font.allCases.enumerated() {
            file.object(
                3 + index,
                "<< /Type /Font /Subtype /Type1 /BaseFont /\(font.baseName) /Encoding /WinAnsiEncoding >>"
            )
        }
        let start = file.bytes.count
        file.write("xref\n0 \(file.offsets.count + 1)\n0000000000 65535 f \n")
        for offset in file.offsets {
            let digits = String(offset ?? 0)
            file.write(String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n")
        }
        file.write("trailer\n<< /Size \(file.offsets.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n")
        return file.bytes
    }

    private mutating func add(_ page: LetterLayout.Page) {
        var content: [UInt8] = []
        for run in page.runs {
            content +=
                "BT /\(run.font.resourceName) \(decimal(run.size)) Tf \(decimal(run.x)) \(decimal(run.y)) Td (".utf8
            for byte in run.text {
                if byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")") || byte == UInt8(ascii: "\\") {
                    content.append(UInt8(ascii: "\\"))
                }
                content.append(byte)
            }
            content += ") Tj ET\n".utf8
        }
        let stream = offsets.count + 1
        object(stream, "<< /Length \(content.count) >>\nstream\n", content, "\nendstream")
        let number = offsets.count + 1
        let box = "[0 0 \(decimal(LetterLayout.width)) \(decimal(LetterLayout.height))]"
        object(
            number,
            "<< /Type /Page /Parent 2 0 R /MediaBox \(box) /Contents \(stream) 0 R "
                + "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"
        )
        pageObjects.append(number)
    }

    private mutating func object(_ number: Int, _ text: String, _ content: [UInt8] = [], _ end: String = "") {
        if number > offsets.count { offsets.append(nil) }
        precondition(number <= offsets.count, "PDF object \(number) skipped a number")
        offsets[number - 1] = bytes.count
        write("\(number) 0 obj\n\(text)")
        bytes += content
        write("\(end)\nendobj\n")
    }

    private mutating func write(_ text: String) { bytes += text.utf8 }

    /// With two digits at most after the point.
    private func decimal(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let rest = hundredths % 100
        return rest == 0 ? "\(hundredths / 100)" : "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
