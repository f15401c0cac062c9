import Testing

/// Pure modules read no clock, draw no lots, wait for nothing and touch no file: whoever folds the same records gets the
/// same decisions.
@Suite struct PurityTests {
    @Test(arguments: Repository.pureModules)
    func aModuleThatDecidesIsPure(module: String) throws {
        let faults = try Repository.sources(of: module).flatMap { file in
            // How an index hashes its keys differs between processes, as it does in a dictionary; what follows from it is tested.
            let exempt = file.path.hasSuffix("Sources/WorkerKit/KeyHash.swift") ? "randomness" : nil
            return PurityRule.all.filter { $0.name != exempt }.flatMap { $0.faults(in: file) }
        }
        #expect(faults.isEmpty)
    }

    @Test(arguments: Repository.pureModules)
    func itImportsNothingButValues(module: String) throws {
        var allowed: Set = ["Matching", "Register", "Schemas", "SwiftProtobuf", "WorkerKit"]
        // Intake reads the ministry's messages, as it reads the other formats.
        if module == "Intake" { allowed.insert("Ministry") }
        for file in try Repository.sources(of: module) {
            // A hash, and whether a signature is valid, follow from the bytes alone. Making keys does not, and is done elsewhere.
            let hashes = [
                "Intake/Signature", "Intake/Normalisation/ContentFingerprint", "Ministry/Messages/MessageIdentity",
            ]
            var more: Set<String> = hashes.contains { file.path.hasSuffix("Sources/\($0).swift") } ? ["Crypto"] : []
            // So does the composed form of a text.
            if file.path.hasSuffix("Sources/Intake/Normalisation/CanonicalComposition.swift") { more = ["Foundation"] }
            #expect(file.imports.subtracting(allowed).isSubset(of: more), "\(file.path)")
        }
    }

    @Test(arguments: Repository.concerns)
    func aConcernImportsNoOther(module: String) throws {
        for file in try Repository.sources(of: module) {
            #expect(file.imports.isDisjoint(with: Repository.concerns), "\(file.path)")
        }
    }

    /// `Register` knows nothing of the wire; it is what everything else stands on.
    @Test func theDomainStandsOnNothing() throws {
        for file in try Repository.sources(of: "Register") { #expect(file.imports.isEmpty, "\(file.path)") }
    }

    @Test func everyPureModuleIsLookedAt() throws {
        for module in Repository.pureModules {
            #expect(try Repository.sources(of: module).count > 1, "\(module)")
        }
    }
}

/// Something that pure code may not say.
struct PurityRule: Sendable, CustomTestStringConvertible {
    let name: String
    /// Words, with `(` where only a call counts.
    let words: [String]
    /// A line that breaks the rule.
    let example: String

    static let all = [
        PurityRule(
            name: "clock",
            words: [
                "Date(", "Date.now", "Clock", "ContinuousClock", "SuspendingClock", "clock_gettime", "gettimeofday",
                "DispatchTime", "DispatchWallTime", "CFAbsoluteTimeGetCurrent", "ProcessInfo", "time(", "sleep(",
                "Timer", "TimeZone", "localtime", "Calendar(",
            ],
            example: "let now = Date()"
        ),
        PurityRule(
            name: "randomness",
            words: [
                ".random", ".randomElement", ".shuffled", ".shuffle", "SystemRandomNumberGenerator", "arc4random",
                "arc4random_uniform", "UUID(", "getrandom", "Hasher", "hashValue", "rand(",
            ],
            example: "let id = UUID()"
        ),
        PurityRule(
            name: "concurrency",
            words: [
                "async", "await", "Task", "TaskGroup", "actor", "Thread", "Mutex", "Atomic", "DispatchQueue",
                "DispatchSemaphore", "NSLock", "@MainActor", "nonisolated(unsafe)",
            ],
            example: "func decide() async -> Output"
        ),
        PurityRule(
            name: "input and output",
            words: [
                "print(", "debugPrint(", "dump(", "readLine(", "FileManager", "FileHandle", "URLSession", "fopen(",
                "open(path", "getenv(", "Logger(", "CommandLine", "NSLog(",
            ],
            example: "print(record)"
        ),
        PurityRule(
            name: "state shared by all",
            words: ["static var", "UserDefaults"],
            example: "static var count = 0"
        ),
    ]

    var testDescription: String { name }

    func faults(in file: SourceFile) -> [String] {
        // Most files hold none of the words at all.
        let suspects = words.filter { SourceFile.words(in: $0).isSubset(of: file.words) }
        if suspects.isEmpty { return [] }
        return file.lines.enumerated().flatMap { index, line in
            suspects.filter { breaks($0, line) }.map { "\(file.path):\(index + 1): \(name): \($0)" }
        }
    }

    private func breaks(_ word: String, _ line: String) -> Bool {
        // A computed `static var x: T {` holds nothing.
        if word == "static var", line.contains("{"), !line.contains("=") { return false }
        return line.ranges(of: word).contains { range in
            let isInWord = word.first?.isLetter == true && line[..<range.lowerBound].last?.isWordCharacter == true
            let goesOn =
                word.last?.isLetter == true && range.upperBound < line.endIndex
                && line[range.upperBound].isWordCharacter
            return !isInWord && !goesOn
        }
    }
}

extension Character {
    fileprivate var isWordCharacter: Bool { isLetter || isNumber || self == "_" }
}

/// The rules can fail.
@Suite struct PurityRuleTests {
    @Test(arguments: PurityRule.all)
    func eachRuleSeesItsExample(rule: PurityRule) {
        let file = SourceFile(path: "x.swift", text: "struct X {\n    \(rule.example)\n}\n")
        #expect(rule.faults(in: file).count == 1)
        #expect(rule.faults(in: file).first?.hasPrefix("x.swift:2: \(rule.name)") == true)
    }

    @Test(arguments: [
        "let t = clock_gettime(CLOCK_REALTIME, &now)", "let x = Int.random(in: 0..<3)", "for try await x in y {}",
        "let f = FileManager.default", "Thread.sleep(1)", "let now = ContinuousClock().now", "Date.now",
        "items.shuffled()", "let text = \"at \\(Date())\"",
    ])
    func otherWaysOutAreSeenToo(line: String) {
        let file = SourceFile(path: "x.swift", text: line)
        #expect(!PurityRule.all.flatMap { $0.faults(in: file) }.isEmpty)
    }

    @Test(arguments: [
        "// no clock, no Date(), no async", "/// reads a clock: `Date()`", "let day = CivilDate(iso: text)",
        "let text = \"async Task print( Date()\"", "/* Thread */ let x = 1", "asynchronous = true", "let taskForce = 1",
        "let blueprint = imprint(x)", "static var count: Int { 94 }", "let randomness = 0",
        "let update = validUntil(from: start)",
        "let text = \"\"\"\n    Date() async\n    \"\"\"",
    ])
    func whatOnlyLooksLikeItIsAllowed(line: String) {
        let file = SourceFile(path: "x.swift", text: line)
        #expect(PurityRule.all.flatMap { $0.faults(in: file) } == [])
    }

    @Test func importsAreSeenHoweverTheyAreWritten() {
        let text =
            "import Register\n@testable import Numbering\npackage import Schemas\nimport struct Foundation.Data\n// import Glibc\n"
        #expect(SourceFile(path: "x", text: text).imports == ["Register", "Numbering", "Schemas", "Foundation"])
    }

    @Test func linesKeepTheirNumbers() {
        let text = "/* one\ntwo */\nlet a = \"\"\"\n    x\n    \"\"\"\nprint(a)\n"
        let file = SourceFile(path: "x", text: text)
        #expect(PurityRule.all.flatMap { $0.faults(in: file) } == ["x:6: input and output: print("])
    }
}
