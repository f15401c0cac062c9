import Register
import Schemas
import WorkerKit

/// Who the applicants of submissions are, by marks, until it is known what became of each submission. By where it stands.
struct Applicants: Sendable {
    var rows: Table<SourcePosition, ApplicantRow>

    init(tag: UInt8) { rows = Table(tag: tag) }

    /// An association has no names, and none is kept.
    mutating func note(_ record: RegisterRecord, _ marks: NameMarks) {
        if let source = record.source, marks.isKnown { rows[source] = ApplicantRow(marks: marks) }
    }

    mutating func take(_ record: RegisterRecord) -> NameMarks {
        guard let source = record.source, let row = rows[source] else { return .unknown }
        rows[source] = nil
        return row.marks
    }

    mutating func forget(_ record: RegisterRecord) { _ = take(record) }
}

/// `nu.v1.IdentityRow`.
struct ApplicantRow: TableRow {
    var marks: NameMarks

    init(marks: NameMarks) { self.marks = marks }

    func encode(into writer: inout WireWriter) { writer.fields(from: 1, marks) }

    init(decoding reader: inout WireReader) throws(WireReader.Failure) {
        self.init(marks: .unknown)
        while let (field, wire) = try reader.nextTag() {
            guard try marks.read(field, from: 1, &reader) else {
                try reader.skip(wire: wire)
                continue
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
