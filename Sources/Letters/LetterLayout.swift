import Register

/// Puts letters on A4 pages: the recipient where a window envelope shows it, page breaks between lines.
///
/// Points of 1/72 inch; heights count from the top of the page here, from its bottom in PDF.
package struct LetterLayout {
    /// A text at a place.
    struct Run {
        var font = Font.regular
        var size: Double
        var x: Double
        /// From the bottom of the page, as PDF counts.
        var y: Double
        var text: [UInt8]
    }

    struct Page {
        var runs: [Run] = []
    }

    /// A letter's pages, and whether every character could be shown.
    struct Result {
        var pages: [Page]
        var isExact: Bool
    }

    static let width = 595.28
    static let height = 841.89

    private static let margin = 62.0
    // French window envelopes (DL, window on the right): 105 mm from the left, from 50 mm from the top.
    private static let windowLeft = 297.6
    private static let windowTop = 152.0
    private static let windowWidth = 241.0
    private static let bottom = 774.0
    private static let size = 10.0
    private static let leading = 13.0

    private var pages: [Page] = [Page()]
    private var top = 62.0
    private var isExact = true

    static func lay(_ letter: Letter) -> Result {
        var layout = LetterLayout()
        layout.head(letter)
        for (index, block) in letter.blocks.enumerated() {
            if case .cut = block { layout.makeRoom(for: letter.blocks[index...]) }
            layout.add(block)
        }
        layout.foot(letter)
        return Result(pages: layout.pages, isExact: layout.isExact)
    }

    private mutating func head(_ letter: Letter) {
        for (index, line) in letter.sender.enumerated() {
            write(line, font: index == 0 ? .bold : .regular, width: 215)
        }
        top = LetterLayout.windowTop
        for line in letter.recipient.prefix(6) {
            write(line, x: LetterLayout.windowLeft, width: LetterLayout.windowWidth, size: 10.5)
        }
        top = 262
        write("Le \(letter.date.french)", x: LetterLayout.windowLeft, width: LetterLayout.windowWidth)
        top = 292
        write("Numéro unique : \(letter.number.spaced)", font: .bold)
        write("Référence à rappeler : \(letter.reference)")
        write("Objet : \(letter.subject)", font: .bold)
        top += 8
    }

    private mutating func add(_ block: Letter.Block) {
        switch block {
        case .heading(let text):
            top += 6
            // A heading never stands alone at the foot of a page.
            if top + 3 * LetterLayout.leading > LetterLayout.bottom { breakPage() }
            write(text, font: .bold, size: 10.5)
            top += 2
        case .paragraph(let text):
            write(text)
            top += 5
        case .item(let text):
            if top > LetterLayout.bottom { breakPage() }
            pages[pages.count - 1].runs.append(
                Run(size: LetterLayout.size, x: LetterLayout.margin + 2, y: y(top), text: [0x95])
            )
            write(text, x: LetterLayout.margin + 12)
            top += 2
        case .pageBreak: breakPage()
        case .signature(let text):
            top += 10
            write(text, x: LetterLayout.windowLeft, width: LetterLayout.windowWidth)
            top += 5
        case .cut:
            top += 12
            write(String(repeating: "- ", count: 71))
            top += 2
        }
    }

    /// Begins a page where these blocks would not all stand on this one.
    private mutating func makeRoom(for blocks: ArraySlice<Letter.Block>) {
        var trial = self
        for block in blocks { trial.add(block) }
        if trial.pages.count > pages.count { breakPage() }
    }

    private mutating func foot(_ letter: Letter) {
        for index in pages.indices {
            let text = encode("\(letter.number.text) – page \(index + 1) / \(pages.count)")
            let width = Font.regular.width(of: text, size: 8)
            pages[index].runs.append(
                Run(size: 8, x: LetterLayout.width - LetterLayout.margin - width, y: 36, text: text)
            )
        }
    }

    /// The base line of a line whose place starts at `top`.
    private func y(_ top: Double) -> Double { LetterLayout.height - top - LetterLayout.size }

    private mutating func breakPage() {
        pages.append(Page())
        top = 62
    }

    private mutating func encode(_ text: String) -> [UInt8] {
        let encoded = WinAnsi.encode(text)
        isExact = isExact && encoded.isExact
        return encoded.bytes
    }

    /// Lines of at most this width, from the current height on.
    private mutating func write(
        _ text: String,
        font: Font = .regular,
        x: Double = LetterLayout.margin,
        width: Double? = nil,
        size: Double = LetterLayout.size,
    ) {
        let width = width ?? LetterLayout.width - LetterLayout.margin - x
        for line in LetterLayout.lines(of: encode(text), font: font, size: size, width: width) {
            if top > LetterLayout.bottom { breakPage() }
            pages[pages.count - 1].runs.append(Run(font: font, size: size, x: x, y: y(top), text: line))
            top += LetterLayout.leading
        }
    }

    /// Breaks at spaces; a word that is wider than a line is cut.
    static func lines(of text: [UInt8], font: Font, size: Double, width: Double) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var line: [UInt8] = []
        for word in text.split(separator: UInt8(ascii: " ")) {
            let longer = line.isEmpty ? Array(word) : line + [UInt8(ascii: " ")] + word
            if font.width(of: longer, size: size) <= width {
                line = longer
                continue
            }
            if !line.isEmpty { lines.append(line) }
            line = []
            for byte in word {
                if !line.isEmpty, font.width(of: line + [byte], size: size) > width {
                    lines.append(line)
                    line = []
                }
                line.append(byte)
            }
        }
        if !line.isEmpty { lines.append(line) }
        return lines
    }
}
