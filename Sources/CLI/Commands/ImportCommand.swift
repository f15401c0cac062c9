import ArgumentParser
import Foundation
import Intake
import Register
import Schemas
import Stream
import SwiftProtobuf
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

            An import that was stopped goes on when it is run again: a line that was sent before is not sent twice, its answer is
            shown, and a line that was refused is sent anew.

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
    @OptionGroup var patience: Patience
    @Option(help: "With --key: the id of the register that it is signed for. (default: that of the log)")
    var register: String?

    func run() throws {
        let log = try options.openExisting()
        let lines = JSONLines(try Files.read(file)).lines
        let signer = try key.map { try SubmissionSigner(keyFile: $0, register: register, log: log) }
        var check = ImportCheck(
            references: try IntakeReferences(log),
            taken: try takenNumbers(log),
            law: try legal.calendar,
            signer: signer,
        )
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        for line in lines { try check.take(line, now: now) }
        try report(check)
        guard check.problems.isEmpty else { throw ExitCode.failure }
        if dryRun { return }

        let interruption = Interruption()
        // Before what was answered is looked at: an answer that comes meanwhile is seen by one of the two.
        var exchange = try SubmissionExchange(log)
        let before = try SentBefore(log, of: lines.compactMap { $0.text.map { Array($0.utf8) } })
        var publisher = SubmissionPublisher(
            partitions: try log.partitionCount(of: Topic.submissions.name),
            sign: { value, type, now in try signer?.sign(value, type, now: now) },
        )
        var known = 0
        for line in lines {
            switch before.fate(of: Array((line.text ?? "").utf8)) {
            case .toSend: try publisher.add(line, now: now)
            case .sent(let place):
                exchange.goOn(with: place)
                known += 1
            case .answered(let receipt):
                exchange.goOn(with: receipt)
                if json { Terminal.write(try receipt.jsonString()) }
                known += 1
            }
        }
        if known > 0 {
            Terminal.note(
                "\(known) lignes déjà déposées, \(publisher.records.count) à déposer / sent before, to be sent"
            )
        }
        guard try exchange.send(publisher.records, publisher.owners, interruption) else {
            Terminal.note(exchange.interruption(of: publisher.records.count))
            throw ExitCode(Interruption.exitCode)
        }
        let ending = try exchange.wait(timeout: patience.timeout, interruption) { receipt, _ in
            if json { Terminal.write(try receipt.jsonString()) }
        }
        if !json { Terminal.write(exchange.outcomes.summary(left: 0, missing: exchange.missing)) }
        try exchange.finish(ending, of: publisher.records.count, patience.timeout, options)
    }

    /// The numbers that the register has given, and to which submissions.
    private func takenNumbers(_ log: any StreamLog) throws -> [UniqueNumber: SubmissionID?] {
        var taken: [UniqueNumber: SubmissionID?] = [:]
        try log.readRegister(Interest([.registered, .imported])) { record in
            if let number = record.number { taken[number] = .some(record.submission) }
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
        if check.imported > 0 { Terminal.write("  \(check.imported) reprises déjà / imported already") }
        for (territory, numbers) in check.numbers.sorted(by: { $0.key.code < $1.key.code }) {
            let (least, most) = (numbers.sequences.min() ?? 0, numbers.sequences.max() ?? 0)
            Terminal.write(
                "  \(territory.code): \(numbers.sequences.count) numéros / numbers, \(least)–\(most), "
                    + "\(numbers.gaps) absents / missing, \(numbers.first.iso)–\(numbers.last.iso)"
            )
        }
    }
}
