import Foundation

/// What a command tells a person while it works. Results go to standard output, everything else to standard error.
enum Terminal {
    static let isInteractive = isatty(2) == 1
    /// Somebody reads the results where they are written.
    static let showsResults = isatty(1) == 1

    /// Somebody is there to answer.
    static var canAsk: Bool { isInteractive && isatty(0) == 1 }

    static func asks(_ question: String) -> Bool {
        FileHandle.standardError.write(Data("\(safe(question, keepsLines: true)) [y/N] ".utf8))
        return ["y", "yes", "o", "oui"].contains(readLine()?.lowercased())
    }

    static func note(_ line: String) {
        let line = isInteractive ? safe(line, keepsLines: true) : line
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    /// As it is where a program reads it, or a file takes it.
    static func write(_ line: String) {
        let line = showsResults ? safe(line, keepsLines: true) : line
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}

/// A bar on standard error; a line every tenth where that is no terminal.
struct ProgressBar {
    let title: String
    let total: Int
    private let start = Date()
    private var drawn = Date.distantPast
    private var tenth = 0

    init(_ title: String, total: Int) {
        self.title = title
        self.total = total
    }

    mutating func update(_ done: Int, _ detail: String = "") {
        let share = total > 0 ? min(1, Double(done) / Double(total)) : 1
        guard Terminal.isInteractive else {
            // Work that is over at once needs no lines.
            if Int(share * 10) > tenth, Date().timeIntervalSince(start) > 2 {
                tenth = Int(share * 10)
                Terminal.note("\(title): \(tenth * 10) % (\(done) / \(total)) \(detail)")
            }
            return
        }
        guard Date().timeIntervalSince(drawn) > 0.1 || done >= total else { return }
        drawn = Date()
        let width = 30
        let filled = Int(share * Double(width))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        let rate = Double(done) / max(0.001, Date().timeIntervalSince(start))
        let detail = Terminal.safe(detail)
        let line = "\r\(title) \(bar) \(Int(share * 100)) %  \(done)/\(total)  \(Int(rate))/s  \(detail)\u{1B}[K"
        FileHandle.standardError.write(Data(line.utf8))
    }

    func finish() {
        if Terminal.isInteractive { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }
}

/// Columns of text, the first to the left, the others to the right.
struct TextTable {
    var header: [String]
    var rows: [[String]] = []

    init(_ header: [String]) { self.header = header }

    func rendered() -> String {
        // A cell is one line, wherever the table is shown later.
        let all = ([header] + rows).map { $0.map { Terminal.safe($0) } }
        let widths = header.indices.map { column in all.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            let padded = cells.enumerated().map { column, cell in
                let space = String(repeating: " ", count: max(0, widths[column] - cell.count))
                return column == 0 ? cell + space : space + cell
            }
            var line = padded.joined(separator: "  ")
            while line.hasSuffix(" ") { line.removeLast() }
            return line
        }
        let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
        return ([line(all[0]), rule] + all.dropFirst().map(line)).joined(separator: "\n")
    }
}

extension Int {
    /// With a thin space between thousands, as the French write it.
    var grouped: String {
        let digits = String(magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append("\u{202F}") }
            text.append(digit)
        }
        return (self < 0 ? "-" : "") + text
    }
}
