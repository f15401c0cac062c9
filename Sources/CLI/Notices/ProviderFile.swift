import ArgumentParser
import Foundation
import Letters
import Register
import Schemas

/// What the printing house or the post sends back: a CSV with at least the columns `reference` (the notice's id, as the batch
/// has it) and `date`; the reference of the item is in `pli`, if there is one.
struct ProviderFile {
    struct Line {
        let number: UniqueNumber
        let reference: String
        let date: CivilDate
        let item: String
    }

    private(set) var lines: [Line] = []
    /// One sentence for each line that cannot be taken.
    private(set) var problems: [String] = []

    init(path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ValidationError("cannot read \(path)")
        }
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
            lines.append(Line(number: number, reference: field(reference), date: date, item: field(item)))
        }
    }

    /// A notice's id begins with the number it concerns.
    private static func number(of reference: String) -> UniqueNumber? {
        let parts = reference.split(separator: "-")
        guard parts.count == 5, let number = UniqueNumber(String(parts[0])),
            CivilDate(iso: parts[2...].joined(separator: "-")) != nil
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
        let print = Fingerprint.of("\(purpose) \(line.reference) \(line.date.iso) \(line.item)".utf8)
        // Version 8 of RFC 9562: what the bits mean is our own affair.
        return SubmissionID(
            high: print.high & ~0xF000 | 0x8000,
            low: print.low & ~(0b11 << 62) | 0b10 << 62
        )
    }
}
