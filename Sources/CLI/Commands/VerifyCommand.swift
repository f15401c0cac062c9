import ArgumentParser
import Assembly
import Foundation
import Register
import Schemas
import Sealing
import Stream
import Synchronization
import Verification

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks the register's promises on a log, and that each worker's state is what the register says.",
        discussion: """
            Reads everything once and changes nothing; workers may run meanwhile. Exits with 1 when a promise is broken,
            and names each place. Figures in the first column are what was checked. Give it the legal settings that the
            workers were given, and the master keys: with them every sealed form is opened too. Without, it says how many
            were not.

            Example: numero-unique verify --log register.sqlite
            """,
    )

    @OptionGroup var options: LogOptions
    @OptionGroup var legal: LegalOptions
    @OptionGroup var keys: KeyOptions
    @Flag(help: "One JSON object.")
    var json = false
    @Option(help: "How many broken places are printed.")
    var findings: Int = 50

    func validate() throws {
        guard (0...1_000_000).contains(findings) else { throw ValidationError("--findings takes 0 to 1000000") }
    }

    func run() throws {
        let calendar = try legal.calendar
        let log = try options.openForReading()
        let keys = try keys.opening(options)
        let verdict = try Inspection.verify(log, calendar, keys)
        let unopened = try keys == nil ? log.readTable(.keys).count : 0
        if json {
            Terminal.write(try Inspection.json(verdict, findings, unopened: unopened))
        } else {
            Inspection.write(verdict, findings, unopened: unopened, isEmpty: try Inspection.isEmpty(log))
        }
        if !verdict.isKept { throw ExitCode.failure }
    }
}

/// The verification of a whole log, as commands show it.
enum Inspection {
    static func verify(_ log: any StreamLog, _ calendar: LegalCalendar, _ keys: MasterKeys?) throws -> Verdict {
        var total = 0
        var done = 0
        let read =
            [Topic.register, .receipts, .rejects, .notices, .statistics, .submissions, .keys]
            + Topic.registerWorkers.map(Topic.state(of:))
        for topic in read.map(\.name) {
            for partition in 0..<(try log.partitionCount(of: topic)) {
                total += Int(try log.endOffset(of: TopicPartition(topic, partition)))
            }
        }
        // The two look at different things and take about as long: side by side, on a core each.
        let state = InBackground { () throws(LogError) in
            try StateVerifier(Assembly(log: log, legalCalendar: calendar)).verify()
        }
        var settings = VerifierSettings()
        settings.calendar = calendar
        settings.masterKeys = keys
        settings.register = try log.registerID()
        settings.now = Int64(Date().timeIntervalSince1970 * 1_000)
        var bar = ProgressBar("Vérification / verification", total: total)
        var last: (TopicPartition, Int64)?
        var verdict = try Verifier().verify(log, settings: settings) { progress in
            if let last, last.0 == progress.partition {
                done += Int(progress.offset - last.1)
            } else {
                done += Int(progress.offset)
            }
            last = (progress.partition, progress.offset)
            bar.update(done)
        }
        bar.finish()
        verdict.add(try state.wait())
        return verdict
    }

    /// Nothing stands in the register behind its header, and nothing was sent to it.
    static func isEmpty(_ log: any StreamLog) throws(LogError) -> Bool {
        for partition in try log.partitions(of: .register) {
            if try !log.read(partition, from: 1, limit: 1).records.isEmpty { return false }
        }
        for partition in try log.partitions(of: .submissions) {
            if try !log.read(partition, from: 0, limit: 1).records.isEmpty { return false }
        }
        return true
    }

    /// `unopened`: sealed forms, where no key was given to open them.
    static func write(_ verdict: Verdict, _ limit: Int, unopened: Int = 0, isEmpty: Bool = false) {
        if isEmpty, verdict.isKept {
            Terminal.write("registre vide, rien à vérifier / empty register, nothing to check")
            return
        }
        for promise in Promise.allCases {
            let broken = verdict.findings.filter { $0.promise == promise }.count
            let checked = verdict.checked[promise] ?? 0
            let mark = broken == 0 ? "✓" : "✗"
            Terminal.write("\(mark) \(promise.rawValue)  \(checked.grouped)  \(promise.french) / \(promise.english)")
        }
        for finding in verdict.findings.prefix(limit) {
            Terminal.write("  ✗ \(finding.place) \(finding.subject): \(finding.french) / \(finding.english)")
        }
        if verdict.findingsTotal > limit { Terminal.write("  … \(verdict.findingsTotal) en tout / in all") }
        if unopened > 0 {
            Terminal.write(
                "  \(unopened.grouped) formulaires scellés n’ont pas été ouverts, faute de clé maîtresse (--master-key) : leur contenu "
                    + "n’est pas vérifié / sealed forms were not opened for want of a master key: what they hold is not checked"
            )
        }
        if verdict.pending > 0 {
            Terminal.write("  \(verdict.pending) dépôts en cours / submissions under way")
        }
        if let left = verdict.oldestDroppedKey {
            let day = left.droppedAt > 0 ? CivilDate.paris(milliseconds: left.droppedAt).iso : "?"
            Terminal.write(
                "  Plus ancienne clé supprimée encore lisible, du \(day) / oldest dropped key still readable, of \(day): "
                    + "\(left.place)"
            )
        }
        if verdict.sentOfPurged > 0 {
            Terminal.write(
                "  \(verdict.sentOfPurged.grouped) dépôts de dossiers effacés encore lisibles dans nu.submissions : donnez-lui "
                    + "une fin / submissions of purged files still readable in nu.submissions: give it an end"
            )
        }
    }

    static func json(_ verdict: Verdict, _ limit: Int, unopened: Int = 0) throws -> String {
        let object: [String: Any] = [
            "formsNotOpened": unopened, "kept": verdict.isKept, "records": verdict.records, "pending": verdict.pending,
            "sentOfPurged": verdict.sentOfPurged,
            "oldestDroppedKey": verdict.oldestDroppedKey.map {
                ["place": "\($0.place)", "droppedAt": Timestamp.iso(milliseconds: $0.droppedAt)]
            } ?? [:],
            "findingsTotal": verdict.findingsTotal,
            "checked": Dictionary(uniqueKeysWithValues: verdict.checked.map { ("\($0.key.rawValue)", $0.value) }),
            "findings": verdict.findings.prefix(limit).map {
                [
                    "promise": "\($0.promise.rawValue)", "place": "\($0.place)", "subject": $0.subject,
                    "french": $0.french, "english": $0.english,
                ]
            },
        ]
        return String(
            decoding: try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys]),
            as: UTF8.self
        )
    }
}

/// Work on a thread of its own, whose result is waited for.
private final class InBackground<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, LogError>?>(nil)
    private let done = DispatchSemaphore(value: 0)

    init(_ work: @escaping @Sendable () throws(LogError) -> Value) {
        let thread = Thread { [self] in
            let outcome: Result<Value, LogError>
            do throws(LogError) { outcome = .success(try work()) } catch { outcome = .failure(error) }
            result.withLock { $0 = outcome }
            done.signal()
        }
        thread.stackSize = 4 << 20
        thread.start()
    }

    func wait() throws -> Value {
        done.wait()
        guard let outcome = result.withLock({ $0 }) else { preconditionFailure("signalled before it was done") }
        return try outcome.get()
    }
}
