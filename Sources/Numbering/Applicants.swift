import Register
import Schemas
import WorkerKit

/// Who the applicants of submissions are, by marks, and what they ask for, until it is known what became of each
/// submission. By where it stands.
struct Applicants: Sendable {
    var rows: Table<SourcePosition, ApplicantRow>

    init(tag: UInt8) { rows = Table(tag: tag) }

    /// An association has no names, and none is kept. A renewal may bring no form.
    mutating func note(_ record: RegisterRecord, _ accepted: WireAccepted) {
        guard let source = record.source, let form = accepted.request.application else { return }
        var row = ApplicantRow(marks: accepted.applicantMarks)
        row.otherCommunes = OtherCommunes(of: form.wanted.communes)
        rows[source] = row
    }

    mutating func take(_ record: RegisterRecord) -> ApplicantRow {
        guard let source = record.source, let row = rows[source] else { return ApplicantRow(marks: .unknown) }
        rows[source] = nil
        return row
    }

    mutating func forget(_ record: RegisterRecord) { _ = take(record) }
}

/// `nu.v1.IdentityRow`.
struct ApplicantRow: TableRow {
    var marks: NameMarks
    var otherCommunes: OtherCommunes?

    init(marks: NameMarks) { self.marks = marks }

    func encode(into writer: inout WireWriter) {
        writer.fields(from: 1, marks)
        otherCommunes?.encode(4, into: &writer)
    }

    init(decoding reader: inout WireReader) throws(WireReader.Failure) {
        self.init(marks: .unknown)
        while let (field, wire) = try reader.nextTag() {
            switch field {
            case 1...3: _ = try marks.read(field, from: 1, &reader)
            case 4: otherCommunes = try OtherCommunes(field, &reader)
            default: try reader.skip(wire: wire)
            }
        }
    }
}

extension NameMarks {
    /// Reads one of three fields that begin at `first`; false when it is none of them.
    mutating func read(_ field: Int, from first: Int, _ reader: inout WireReader) throws(WireReader.Failure) -> Bool {
        switch field - first {
        case 0: birth = UInt32(truncatingIfNeeded: try reader.varint())
        case 1: last = UInt32(truncatingIfNeeded: try reader.varint())
        case 2: given = UInt32(truncatingIfNeeded: try reader.varint())
        default: return false
        }
        return true
    }
}

extension WireWriter {
    mutating func fields(from first: Int, _ marks: NameMarks) {
        field(first, unsigned: UInt64(marks.birth))
        field(first + 1, unsigned: UInt64(marks.last))
        field(first + 2, unsigned: UInt64(marks.given))
    }
}

extension WireIdentityChange {
    init(_ change: NameMarks.Change) {
        self =
            switch change {
            case .birthName: .birthName
            case .firstNames: .firstNames
            }
    }
}
