import ArgumentParser
import Foundation
import Letters
import Register
import Schemas
import Stream
import SwiftProtobuf

/// What the printing house or the post sends back: a CSV with at least the columns `reference` (the notice's id, as the batch
/// has it) and `date`; the reference of the item is in `pli`, if there is one.
struct ProviderFile {
    struct Line {
        let number: UniqueNumber
        let reference: String
        let date: CivilDate
        let item: String
        var rank: Int32 = 1
        var channel = WireNoticeChannel.post
        var status = WireNoticeStatus.unspecified
        var batch = ""
    }

    private(set) var lines: [Line] = []
    /// One sentence for each line that cannot be taken.
    private(set) var problems: [String] = []

    /// `needsStatus`: each line says what became of the notice, in the column `statut`.
    init(path: String, needsStatus: Bool = false) throws {
        let data = try Files.read(path)
        let rows: [SeparatedValues.Row]
        do {
            rows = try SeparatedValues.read(data)
        } catch {
            throw ValidationError("\(path): \(error)")
        }
        guard let header = rows.first else { throw ValidationError("\(path) is empty") }
        let names = header.fields.map { $0.lowercased().trimmingCharacters(in: .whitespaces) }
        guard let reference = names.firstIndex(of: "reference"), let date = names.firstIndex(of: "date") else {
            throw ValidationError("\(path): the first line must name the columns reference and date")
        }
        let item = names.firstIndex(of: "pli")
        let status = names.firstIndex(of: "statut")
        let (rank, channel, batch) = (
            names.firstIndex(of: "rang"), names.firstIndex(of: "canal"), names.firstIndex(of: "lot")
        )
        guard status != nil || !needsStatus else {
            throw ValidationError("\(path): the first line must name the column statut")
        }
        for row in rows.dropFirst() {
            func field(_ index: Int?) -> String {
                guard let index, index < row.fields.count else { return "" }
                return row.fields[index].trimmingCharacters(in: .whitespaces)
            }
            guard let number = ProviderFile.number(of: field(reference)) else {
                problems.append(
                    "ligne \(row.line) : la référence n’est pas celle d’un courrier / line \(row.line): no notice has this reference"
                )
                continue
            }
            guard let date = ProviderFile.date(field(date)) else {
                problems.append(
                    "ligne \(row.line) : date illisible, AAAA-MM-JJ ou JJ/MM/AAAA / line \(row.line): unreadable date"
                )
                continue
            }
            var line = Line(number: number, reference: field(reference), date: date, item: field(item))
            line.batch = field(batch)
            if needsStatus {
                guard let known = ProviderFile.statuses[field(status).uppercased()] else {
                    problems.append(
                        "ligne \(row.line) : statut inconnu, POSTE, REMIS, RETOURNE ou ECHEC / line \(row.line): unknown status"
                    )
                    continue
                }
                guard let sent = ProviderFile.channels[field(channel).uppercased()],
                    let figure = field(rank).isEmpty ? 1 : Int32(field(rank)), (1...2).contains(figure)
                else {
                    problems.append(
                        "ligne \(row.line) : canal ou rang inconnu / line \(row.line): unknown channel or rank"
                    )
                    continue
                }
                (line.status, line.channel, line.rank) = (known, sent, figure)
            }
            lines.append(line)
        }
    }

    private static let statuses: [String: WireNoticeStatus] = [
        "POSTE": .posted, "REMIS": .delivered, "RETOURNE": .returned, "ECHEC": .failed,
    ]
    private static let channels: [String: WireNoticeChannel] = [
        "": .post, "POSTE": .post, "SUIVI": .traceableLetter, "COURRIEL": .email,
    ]

    /// Names the lines that cannot be taken, and submits the others; unless `dryRun`. Returns how many those are.
    func submit(
        for purpose: String,
        desk: String,
        on log: any StreamLog,
        dryRun: Bool,
        _ fill: (Line, inout WireRequest) -> Void,
    ) throws -> Int {
        for problem in problems { Terminal.note(problem) }
        let count = try log.partitionCount(of: Topic.submissions.name)
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        let records = try lines.map { line in
            var submission = WireSubmission()
            submission.submissionID = ProviderFile.submissionID(purpose, line).text
            submission.desk = desk
            submission.agent = "notices"
            submission.territory = line.number.territory.code
            fill(line, &submission.request)
            let value: [UInt8] = try submission.serializedBytes()
            return OutgoingRecord(
                .submissions,
                of: count,
                key: submission.territory,
                value: value,
                .protobuf,
                timestamp: now
            )
        }
        if !dryRun { try log.append(records) }
        return records.count
    }

    /// A notice's id begins with the number it concerns.
    private static func number(of reference: String) -> UniqueNumber? {
        let parts = reference.split(separator: "-")
        guard parts.count == 5 || parts.count == 6, let number = UniqueNumber(String(parts[0])),
            CivilDate(iso: parts[2...4].joined(separator: "-")) != nil
        else { return nil }
        return number
    }

    /// As ISO 8601 has it, or as the French write it.
    private static func date(_ text: String) -> CivilDate? {
        let parts = text.split(separator: "/")
        guard parts.count == 3 else { return CivilDate(iso: text) }
        return CivilDate(iso: "\(parts[2])-\(parts[1])-\(parts[0])")
    }

    /// The same line gives the same id: a file that is read twice is answered as before.
    static func submissionID(_ purpose: String, _ line: Line) -> SubmissionID {
        let print = Fingerprint.of(
            "\(purpose) \(line.reference) \(line.date.iso) \(line.item) \(line.status.rawValue)".utf8
        )
        // Version 8 of RFC 9562: what the bits mean is our own affair.
        return SubmissionID(
            high: print.high & ~0xF000 | 0x8000,
            low: print.low & ~(0b11 << 62) | 0b10 << 62
        )
    }
}
