import Foundation
import Testing

/// The files of this repository, found from where this one stands.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// A decision follows from a record and the state, and from nothing else.
    static let pureModules = [
        "Register", "WorkerKit", "Intake", "Deduplication", "Numbering", "Renewal", "StrikeOff", "Statistics",
        "Letters", "Ministry", "Matching",
    ]

    /// One concern each: they never import each other.
    static let concerns = ["Intake", "Deduplication", "Numbering", "Renewal", "StrikeOff", "Statistics"]

    static func sources(of module: String) throws -> [SourceFile] {
        let files = try read.get()[module] ?? []
        try #require(!files.isEmpty, "Sources/\(module) holds no Swift file: did it move?")
        return files
    }

    /// The pure modules, read once for all tests.
    private static let read = Result {
        try Dictionary(
            uniqueKeysWithValues: pureModules.map { module in
                (module, try texts(under: "Sources/\(module)", extension: "swift").map(SourceFile.init))
            }
        )
    }

    /// Path from the root, and text.
    static func texts(under folder: String, extension suffix: String) throws -> [(path: String, text: String)] {
        let base = root.appendingPathComponent(folder)
        let paths = try FileManager.default.subpathsOfDirectory(atPath: base.path).filter { $0.hasSuffix("." + suffix) }
        return try paths.sorted().map { path in
            ("\(folder)/\(path)", try String(contentsOf: base.appendingPathComponent(path), encoding: .utf8))
        }
    }
}

/// A Swift file, without its comments and the contents of its strings.
struct SourceFile: Sendable {
    let path: String
    let lines: [String]
    /// Every identifier and keyword in it.
    let words: Set<String>

    init(path: String, text: String) {
        self.path = path
        let code = SourceFile.code(text)
        lines = code.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        words = SourceFile.words(in: code)
    }

    static func words(in code: String) -> Set<String> {
        let isWord: (UInt8) -> Bool = { $0 >= 0x80 || $0 == 0x5F || (0x30...0x39 ~= $0) || (0x41...0x5A ~= $0 & 0xDF) }
        return Set(Array(code.utf8).split { !isWord($0) }.map { String(decoding: $0, as: UTF8.self) })
    }

    /// The modules it imports.
    var imports: Set<String> {
        Set(
            lines.compactMap { line -> String? in
                var words = line.split(separator: " ").map(String.init)
                while let first = words.first, first.hasPrefix("@") || first == "package" || first == "public" {
                    words.removeFirst()
                }
                guard words.first == "import", words.count > 1 else { return nil }
                // `import struct Foundation.Data` imports Foundation.
                return words.last?.split(separator: ".").first.map(String.init)
            }
        )
    }

    private static func code(_ text: String) -> String {
        var scanner = CodeScanner(text)
        scanner.readCode(inInterpolation: false)
        return String(decoding: scanner.code, as: UTF8.self)
    }
}

/// Leaves out comments and what stands between quotes, and keeps the lines. Code interpolated into a string stays.
private struct CodeScanner {
    private(set) var code: [UInt8] = []
    private let text: [UInt8]
    private var position = 0

    init(_ text: String) { self.text = Array(text.utf8) }

    mutating func readCode(inInterpolation: Bool) {
        var depth = 1
        while position < text.count {
            if isAt("//") {
                while position < text.count, text[position] != UInt8(ascii: "\n") { position += 1 }
            } else if isAt("/*") {
                leaveOut(until: "*/")
            } else if isAt("\"\"\"") {
                readString(quote: "\"\"\"")
            } else if isAt("\"") {
                readString(quote: "\"")
            } else {
                let byte = text[position]
                position += 1
                if byte == UInt8(ascii: "(") { depth += 1 }
                if byte == UInt8(ascii: ")") { depth -= 1 }
                if inInterpolation && depth == 0 { return }
                code.append(byte)
            }
        }
    }

    private mutating func readString(quote: StaticString) {
        position += quote.utf8CodeUnitCount
        while position < text.count, !isAt(quote) {
            if isAt("\\(") {
                position += 2
                readCode(inInterpolation: true)
            } else {
                keepNewline()
                position += text[position] == UInt8(ascii: "\\") ? 2 : 1
            }
        }
        position += quote.utf8CodeUnitCount
        code.append(UInt8(ascii: " "))
    }

    private mutating func leaveOut(until end: StaticString) {
        while position < text.count, !isAt(end) {
            keepNewline()
            position += 1
        }
        position += end.utf8CodeUnitCount
    }

    private mutating func keepNewline() {
        if text[position] == UInt8(ascii: "\n") { code.append(text[position]) }
    }

    private func isAt(_ word: StaticString) -> Bool {
        guard position + word.utf8CodeUnitCount <= text.count else { return false }
        return (0..<word.utf8CodeUnitCount).allSatisfy { text[position + $0] == word.utf8Start[$0] }
    }
}
