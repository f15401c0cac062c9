import Foundation
import Letters

/// A file of JSON lines, as editors of every system write it: lines that end with LF or CR LF, with a byte order mark or without.
struct JSONLines {
    struct Line {
        /// As an editor counts.
        let number: Int
        /// Nil where the bytes are no UTF-8.
        let text: String?
    }

    /// Those that are not blank.
    let lines: [Line]

    init(_ data: Data) {
        var content = data[...]
        let isUTF16 = content.starts(with: [0xFF, 0xFE]) || content.starts(with: [0xFE, 0xFF])
        if isUTF16 {
            content = Data(TextEncoding.decoded(data).text)[...]
        } else if content.starts(with: [0xEF, 0xBB, 0xBF]) {
            content = content.dropFirst(3)
        }
        lines = content.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated().compactMap {
            index,
            line in
            let bytes = line.last == 0x0D ? line.dropLast() : line
            let text = String(validating: bytes, as: UTF8.self)
            if let text, text.allSatisfy(\.isWhitespace) { return nil }
            return Line(number: index + 1, text: text)
        }
    }
}
