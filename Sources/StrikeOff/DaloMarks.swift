import Register
import Schemas
import WorkerKit

/// The submissions whose form bears a DALO mark, until it is known which application they belong to.
///
/// A form has no number until it is registered, linked or found to change an application; the mark waits here, by where
/// the submission stands, for as long as that takes: days are closed meanwhile, years of them after a stop.
struct DaloMarks: Sendable {
    var rows: Table<SourcePosition, DaloMark>

    init(tag: UInt8) { rows = Table(tag: tag) }

    mutating func note(_ record: RegisterRecord, _ form: WireApplication) {
        guard let source = record.source, DaloStatus(form.dalo).isRecognised else { return }
        rows[source] = DaloMark()
    }

    func bears(_ record: RegisterRecord) -> Bool { record.source.map { rows[$0] != nil } ?? false }

    mutating func forget(_ record: RegisterRecord) {
        if let source = record.source, rows[source] != nil { rows[source] = nil }
    }
}

/// `nu.v1.DaloMark`.
struct DaloMark: TableRow {
    init() {}
    func encode(into writer: inout WireWriter) {}
    init(decoding reader: inout WireReader) throws(WireReader.Failure) {}
}
