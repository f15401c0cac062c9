import ArgumentParser
import Foundation
import Intake
import Ministry
import Register
import Schemas
import Stream
import SwiftProtobuf

struct SubmitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit",
        abstract: "Publishes submissions (JSON, one a line, or one message in XML) and waits for their receipts.",
        discussion: """
            The shape of a line is nu.v1.Submission in canonical JSON: see Schemas/nu/v1/examples. The workers must be
            running (`numero-unique up`). A line that is no submission is named and left out; the others are published.
            Each line gets its own answer, also where an id comes twice. Exits with 1 when a line was left out, refused,
            rejected or not answered in time, and with 130 after Ctrl-C, which says what was sent and answered.

            A file whose name ends in .xml is one message of the ministry's interface (interfaceNuu), and is published as it
            is; its answer, a message too (RET), goes to standard output: see docs/ministry-xml.md.

            A desk whose public key the manager registered must sign: --key names its private key (see `desks key`).

            Example: numero-unique submit submissions.jsonl
                     numero-unique submit submissions.jsonl --key G5901.pem
                     numero-unique submit DEMG5901-201204121000-000000.xml
                     cat submission.json | tr -d '\\n' | numero-unique submit -
            """,
    )

    @OptionGroup var options: LogOptions
    @Argument(help: "A file of JSON lines, a message in XML, or - for JSON lines on standard input.")
    var file: String
    @Option(help: "Signs each line with the Ed25519 private key in this file (PEM).")
    var key: String?
    @Option(help: "With --key: the id of the register that it is signed for. (default: that of the log)")
    var register: String?
    @Flag(help: "Prints each receipt as a JSON line.")
    var json = false
    @Flag(name: .customLong("wait"), inversion: .prefixedNo, help: "Waits for the receipts.")
    var waits = true
    @OptionGroup var patience: Patience

    func run() throws {
        let log = try options.openExisting()
        let signer = try key.map { try SubmissionSigner(keyFile: $0, register: register, log: log) }
        var publisher = SubmissionPublisher(
            partitions: try log.partitionCount(of: Topic.submissions.name),
            sign: { value, type, now in try signer?.sign(value, type, now: now) },
        )
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        let isXML = file.lowercased().hasSuffix(".xml")
        if isXML {
            try publisher.add(xml: Array(try Files.read(file)), file: file, now: now)
        } else {
            let data = try file == "-" ? FileHandle.standardInput.readDataToEndOfFile() : Files.read(file)
            for line in JSONLines(data).lines { try publisher.add(line, now: now) }
        }
        for problem in publisher.problems { Terminal.note(problem) }
        let interruption = Interruption()
        var exchange = try SubmissionExchange(log)
        guard try exchange.send(publisher.records, publisher.owners, interruption) else {
            Terminal.note(exchange.interruption(of: publisher.records.count))
            throw ExitCode(Interruption.exitCode)
        }
        guard waits else {
            Terminal.write("\(publisher.records.count) déposées / published")
            if !publisher.problems.isEmpty { throw ExitCode.failure }
            return
        }
        let ending = try exchange.wait(timeout: patience.timeout, interruption) { receipt, record in
            if json {
                Terminal.write(try receipt.jsonString())
            } else if isXML {
                Terminal.write(String(decoding: record.value ?? [], as: UTF8.self).trimmingCharacters(in: .newlines))
            }
        }
        if !json, !isXML {
            Terminal.write(exchange.outcomes.summary(left: publisher.problems.count, missing: exchange.missing))
        }
        try exchange.finish(ending, of: publisher.records.count, patience.timeout, options)
        if !publisher.problems.isEmpty { throw ExitCode.failure }
    }
}

/// How long a command waits for receipts.
struct Patience: ParsableArguments {
    @Option(help: "Seconds without any receipt after which it stops waiting.")
    var timeout: Double = 30

    func validate() throws {
        guard (0...86_400).contains(timeout) else { throw ValidationError("--timeout takes 0 to 86400") }
    }
}

/// What tells whose receipt it is: a submission id counts within its desk.
struct Answered: Hashable {
    let desk: String
    let id: String

    init(_ receipt: WireReceipt) {
        desk = receipt.desk
        id = receipt.submissionID
    }

    init(desk: String, id: String) {
        self.desk = desk.uppercased()
        self.id = id.lowercased()
    }
}

/// Turns lines into records of `nu.submissions`.
struct SubmissionPublisher {
    let partitions: Int
    /// The signature of a value at a time; nil for a desk that does not sign.
    let sign: ([UInt8], ContentType, Int64) throws -> SubmissionSignature?
    private(set) var records: [OutgoingRecord] = []
    /// Who is answered, of each record.
    private(set) var owners: [Answered] = []
    /// One sentence for each line that was left out.
    private(set) var problems: [String] = []

    init(
        partitions: Int,
        sign: @escaping ([UInt8], ContentType, Int64) throws -> SubmissionSignature? = { _, _, _ in nil },
    ) {
        self.partitions = partitions
        self.sign = sign
    }

    /// A file of the ministry's interface. It has no id: it follows from the file.
    mutating func add(xml value: [UInt8], file: String, now: Int64) throws {
        let message: MinistryMessage
        do throws(XMLFault) {
            message = try MinistryMessage.read(value[...])
        } catch {
            problems.append("\(file) : ce n'est pas un message interfaceNuu / not an interfaceNuu message: \(error)")
            return
        }
        let desk = message.submission.desk.trimmingCharacters(in: .whitespacesAndNewlines).uppercased()
        guard DeskCode(code: desk) != nil else {
            problems.append(
                "\(file) : numGuichet manque ou est illisible, personne ne pourrait être répondu / "
                    + "numGuichet is missing or unreadable, nobody could be answered"
            )
            return
        }
        owners.append(Answered(desk: desk, id: message.submission.submissionID))
        records.append(
            OutgoingRecord(
                .submissions,
                of: partitions,
                key: message.submission.territory,
                value: value,
                .xml,
                signature: try sign(value, .xml, now),
                timestamp: now
            )
        )
    }

    mutating func add(_ line: JSONLines.Line, now: Int64) throws {
        let number = line.number
        guard let text = line.text else {
            problems.append("ligne \(number) : elle n’est pas en UTF-8 / line \(number): not in UTF-8")
            return
        }
        let value = Array(text.utf8)
        guard let object = try? JSONSerialization.jsonObject(with: Data(value)) as? [String: Any] else {
            problems.append("ligne \(number) : ce n'est pas un objet JSON / line \(number): not a JSON object")
            return
        }
        // Of two equal names this reader and intake may take another one each.
        if let repeated = try? JSONNames.repeated(in: value[...]).first {
            let place = JSONNames.path(of: repeated)
            problems.append(
                "ligne \(number) : \(place) y figure deux fois / line \(number): \(place) stands in it twice"
            )
            return
        }
        func field(_ camel: String, _ snake: String) -> String { (object[camel] ?? object[snake]) as? String ?? "" }
        let id = field("submissionId", "submission_id")
        let desk = field("desk", "desk")
        guard SubmissionID(id) != nil, DeskCode(code: desk.uppercased()) != nil else {
            problems.append(
                "ligne \(number) : submissionId (UUID) ou desk manque ou est illisible, personne ne pourrait être répondu / "
                    + "line \(number): submissionId (a UUID) or desk is missing or unreadable, nobody could be answered"
            )
            return
        }
        owners.append(Answered(desk: desk, id: id))
        records.append(
            OutgoingRecord(
                .submissions,
                of: partitions,
                key: field("territory", "territory"),
                value: value,
                .json,
                signature: try sign(value, .json, now),
                timestamp: now
            )
        )
    }
}

/// Reads `nu.receipts` from where it ended when this was made.
struct ReceiptReader {
    private let log: any StreamLog
    private var positions: [TopicPartition: Int64] = [:]

    init(_ log: any StreamLog) throws(LogError) {
        self.log = log
        positions = try log.endOffsets(of: log.partitions(of: .receipts))
    }

    mutating func next() throws(LogError) -> [WireReceipt] {
        try nextRecords().compactMap(WireReceipt.init(record:))
    }

    mutating func nextRecords() throws(LogError) -> [LogRecord] {
        var records: [LogRecord] = []
        let ends = try log.endOffsets(of: Array(positions.keys))
        for (partition, start) in positions where start < ends[partition] ?? 0 {
            let batch = try log.read(partition, from: start, limit: 10_000)
            positions[partition] = batch.next
            records += batch.records
        }
        return records
    }
}

extension WireReceipt {
    /// In the format that the record's content type names.
    init?(record: LogRecord) {
        guard let value = record.value else { return nil }
        let receipt: WireReceipt? =
            switch record.header(HeaderName.contentType) {
            case ContentType.json.rawValue: try? WireReceipt(jsonUTF8Bytes: value)
            case ContentType.xml.rawValue: try? WireReceipt(xml: value)
            default: try? WireReceipt(serializedBytes: value)
            }
        guard let receipt else { return nil }
        self = receipt
    }
}

/// Counts receipts by outcome, and refusals by reason.
struct Outcomes {
    private var byOutcome: [WireOutcome: Int] = [:]
    private var reasons: [String: (count: Int, sentence: String)] = [:]
    /// What named an alias, and the number to use instead.
    private var kept: [String: String] = [:]
    private(set) var refused = 0
    private(set) var count = 0

    mutating func take(_ receipt: WireReceipt) {
        count += 1
        byOutcome[receipt.outcome, default: 0] += 1
        guard receipt.outcome == .refused else { return }
        refused += 1
        // A separation has no number of its own.
        let named = receipt.number.isEmpty ? receipt.submissionID : receipt.number
        if !receipt.keptNumber.isEmpty { kept[named] = receipt.keptNumber }
        for anomaly in receipt.anomalies {
            let day = anomaly.renewableFrom.isEmpty ? "" : " \(anomaly.renewableFrom)"
            let key = "\(anomaly.code) \(anomaly.path)\(day)"
            reasons[key, default: (0, "\(anomaly.french) / \(anomaly.english)")].count += 1
        }
    }

    func summary(left: Int, missing: Int) -> String {
        var lines = ["\(count) récépissés / receipts"]
        for (outcome, count) in byOutcome.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            lines.append("  \(outcome.french) / \(outcome.english): \(count)")
        }
        for (reason, entry) in reasons.sorted(by: { $0.value.count > $1.value.count }) {
            lines.append("    \(entry.count) × \(reason): \(entry.sentence)")
        }
        for (alias, number) in kept.sorted(by: { $0.key < $1.key }) {
            lines.append("      \(alias) : utilisez \(number) / use \(number)")
        }
        if left > 0 { lines.append("  lignes écartées / lines left out: \(left)") }
        if missing > 0 { lines.append("  sans réponse / not answered: \(missing)") }
        return lines.joined(separator: "\n")
    }
}

extension WireOutcome {
    var french: String {
        switch self {
        case .registered: "enregistrées"
        case .linked: "rattachées à une demande en cours"
        case .modified: "modifiées"
        case .renewed: "renouvelées"
        case .struckOff: "radiées"
        case .reinstated: "rétablies"
        case .deleted: "supprimées"
        case .imported: "reprises"
        case .recorded: "notées"
        case .refused: "refusées"
        case .unspecified, .UNRECOGNIZED: "sans suite connue"
        }
    }

    var english: String {
        switch self {
        case .registered: "registered"
        case .linked: "linked to a live application"
        case .modified: "modified"
        case .renewed: "renewed"
        case .struckOff: "struck off"
        case .reinstated: "reinstated"
        case .deleted: "deleted"
        case .imported: "imported"
        case .recorded: "recorded"
        case .refused: "refused"
        case .unspecified, .UNRECOGNIZED: "unknown outcome"
        }
    }
}
