import Testing

@testable import CLI

/// S-34. What came from outside is shown, and gives the terminal no orders.
@Suite struct TerminalTests {
    @Test(arguments: [
        ("Jeanne Delattre, née à Lille", "Jeanne Delattre, née à Lille"),
        // Clears the screen, sets the title, rings.
        ("\u{1B}[2J", #"\u{1B}[2J"#), ("\u{1B}]0;title\u{7}", #"\u{1B}]0;title\u{7}"#),
        // The same in one character (C1), and what deletes or returns.
        ("\u{9B}2J", #"\u{9B}2J"#), ("a\u{8}b\r", #"a\u{8}b\u{D}"#), ("\u{7F}", #"\u{7F}"#),
        // A line that looks like one of ours.
        ("nu.desks\n0@1", #"nu.desks\u{A}0@1"#), ("a\tb", #"a\u{9}b"#), ("a\u{2028}b", #"a\u{2028}b"#),
        // Turns what follows.
        ("\u{202E}cba\u{2066}", #"\u{202E}cba\u{2066}"#), ("\u{61C}\u{200F}", #"\u{61C}\u{200F}"#),
        ("\u{FEFF}\0", #"\u{FEFF}\u{0}"#),
    ])
    func ordersAreWrittenAsNumbers(text: String, shown: String) {
        #expect(Terminal.safe(text) == shown)
    }

    @Test func linesStayWhereTheyAreLines() {
        #expect(Terminal.safe("a\n\tb\u{1B}", keepsLines: true) == "a\n\tb\\u{1B}")
    }

    @Test func aCellOfATableIsOneLine() {
        var table = TextTable(["a", "b"])
        table.rows = [["x\ny", "\u{1B}[31m"]]
        let lines = table.rendered().split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines[2] == #"x\u{A}y  \u{1B}[31m"#)
    }
}
