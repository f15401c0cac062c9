import ArgumentParser
import Foundation
import Intake
import Register
import Schemas
import Stream
import WorkerKit

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract:
            "Brings in the files of the former system, with their numbers; first says all that is wrong with them.",
        discussion: """
            The shape of a line is that of `submit`: nu.v1.Submission in canonical JSON, each an import by a manager's desk.
            All lines are judged before any is sent, as intake will judge them, and against each other and the numbers that
            the register has given. With a problem in any line, none is sent. Persons who have an application in the
            register already are only found by the workers: their lines are answered with the number there is.

            A problem is a line of the report: its line in the file, where it is, its code and a sentence.

            Example: numero-unique import former.jsonl --dry-run
                     numero-unique import former.jsonl
            """,
    )

    @OptionGroup var options: LogOptions
    @OptionGroup var legal: LegalOptions
    @Argument(help: "A file of JSON lines.")
    var file: String
    @Flag(help: "Says what is wrong, and sends nothing.")
    var dryRun = false
    @Flag(help: "The report, and then the receipts, as JSON lines.")
    var json = false
    @Option(help: "Signs each line with the Ed25519 private key in this file (PEM).")
    var key: String?
    @Option(help: "With --key: the id of the register that it is signed for. (default: that of the log)")
    var register: String?
    @Option(help: "Seconds without any receipt after which it stops waiting.")
    var timeout: Double = 30

    func run() throws {
        let log = try options.openExisting()
        let signer = try key.map { try SubmissionSigner(keyFile: $0, register: register, log: log) }
        let data = try Files.read(file)
        var check = ImportCheck(
            references: try IntakeReferences(log),
            taken: try takenNumbers(log),
            law: try legal.calendar,
            signer: signer,
        )
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
            try check.take(line, line: index + 1, now: Int64(Date().timeIntervalSince1970 * 1000))
        }
        try report(check)
        guard check.problems.isEmpty else { throw ExitCode.failure }
        if dryRun { return }
        var submit = SubmitCommand()
        submit.options = options
        submit.file = file
        submit.key = key
        submit.register = register
        submit.json = json
        submit.waits = true
        submit.timeout = timeout
        try submit.run()
    }

    private func takenNumbers(_ log: any StreamLog) throws -> Set<UniqueNumber> {
        var taken: Set<UniqueNumber> = []
        try log.readRegister(Interest([.registered, .imported])) { record in
            if let number = record.number { taken.insert(number) }
        }
        return taken
    }

    private func report(_ check: ImportCheck) throws {
        for problem in check.problems {
            if json {
                let object: [String: Any] = [
                    "line": problem.line, "path": problem.path, "code": problem.code, "french": problem.french,
                    "english": problem.english,
                ]
                let data = try JSONSerialization.data(
                    withJSONObject: object,
                    options: [.sortedKeys, .withoutEscapingSlashes]
                )
                Terminal.write(String(decoding: data, as: UTF8.self))
            } else {
                Terminal.write(
                    "ligne \(problem.line) \(problem.path) \(problem.code): \(problem.french) / \(problem.english)"
                )
            }
        }
        if json { return }
        let faulty = check.linesWithProblems
        Terminal.write(
            "\(check.lines) lignes, \(check.lines - faulty) bonnes, \(faulty) à corriger / "
                + "lines, good, to be corrected"
        )
        for (territory, numbers) in check.numbers.sorted(by: { $0.key.code < $1.key.code }) {
            let (least, most) = (numbers.sequences.min() ?? 0, numbers.sequences.max() ?? 0)
            Terminal.write(
                "  \(territory.code): \(numbers.sequences.count) numéros / numbers, \(least)–\(most), "
                    + "\(numbers.gaps) absents / missing, \(numbers.first.iso)–\(numbers.last.iso)"
            )
        }
    }
}
