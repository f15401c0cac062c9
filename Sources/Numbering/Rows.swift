import Register
import Schemas
import WorkerKit

/// `nu.v1.SequenceRow`.
struct SequenceRow: TableRow {
    var next: UInt64 = 1
    /// The latest month of a filing: `CivilMonth.index`.
    private(set) var month: UInt64 = 0
    /// How many numbers were given since the first filing of that month.
    private(set) var given: UInt64 = 0

    init() {}

    mutating func count(filed: CivilDate) {
        let filedMonth = UInt64(max(0, filed.month.index))
        if filedMonth > month { (month, given) = (filedMonth, 0) }
        given += 1
    }

    func encode(into writer: inout WireWriter) {
        writer.field(1, unsigned: next)
        writer.field(2, unsigned: month)
        writer.field(3, unsigned: given)
    }

    init(decoding reader: inout WireReader) throws(WireReader.Failure) {
        next = 0
        while let (field, wire) = try reader.nextTag() {
            switch field {
            case 1: next = try reader.count()
            case 2: month = try reader.count()
            case 3: given = try reader.count()
            default: try reader.skip(wire: wire)
            }
        }
    }
}

/// `nu.v1.NumberedRow`.
struct NumberedRow: TableRow {
    var initial: CivilDate
    var commune: CommuneCode?
    /// Nil where they are not known.
    var otherCommunes: OtherCommunes?
    /// By the facts read so far.
    var isEnded: Bool
    /// Its deletion is decided. Together with `isEnded` that is a fact, and final.
    var isEnding = false
    /// It was merged into another one, or is about to be, which can be undone. Where it is ended and not ending, it ended before
    /// its deletion or merge, which is decided and not read yet.
    var isMerged = false
    /// The filing or the last renewal.
    var start: CivilDate
    /// Who the applicant is, as the last form has it.
    var applicant = NameMarks.unknown
    var dispute = Dispute()
    /// Sealed forms that were filed for it.
    var forms: UInt32 = 0

    init(initial: CivilDate, commune: CommuneCode?, isEnded: Bool, start: CivilDate) {
        self.initial = initial
        self.commune = commune
        self.isEnded = isEnded
        self.start = start
    }

    /// The form that this record's submission brought, if it is a sealed one.
    mutating func count(formOf record: RegisterRecord) { if record.key != nil, forms < .max { forms += 1 } }

    mutating func end() {
        if isEnded { return }
        isEnded = true
        isMerged = isEnding
        isEnding = false
    }

    var mayBeUnmerged: Bool { isMerged && isEnding }

    /// For good: deleted, or purged.
    mutating func delete() {
        isEnded = true
        isEnding = true
        isMerged = false
        applicant = .unknown
        otherCommunes = nil
    }

    /// False where it is not known what it asks for.
    func asksForNone(of communes: [String]) -> Bool {
        guard let commune, let otherCommunes else { return false }
        return !communes.contains { code in
            CommuneCode(code: code).map { $0 == commune || otherCommunes.contains($0) } ?? false
        }
    }

    /// The applicant as a form calls them now. Returns what changed.
    mutating func adopt(_ marks: NameMarks) -> [NameMarks.Change] {
        // A renewal that was decided before its owner read that.
        if isEnded, isEnding { return [] }
        let changes = applicant.changes(to: marks)
        applicant = applicant.followed(by: marks)
        return changes
    }

    /// A merge is a deletion that can be undone, unless it ended before.
    mutating func merge() {
        if isEnded { return delete() }
        isEnded = true
        isEnding = true
        isMerged = true
    }

    /// It is as it was before.
    mutating func unmerge() {
        guard mayBeUnmerged else { return }
        isMerged = false
        isEnding = false
        isEnded = false
    }

    /// Undoes an end. A deletion stays, even if the strike-off before it is undone; what is decided and not read yet is still
    /// ahead of it.
    mutating func comeBack() {
        if isEnding { return }
        isEnded = false
        isEnding = isMerged
    }

    func encode(into writer: inout WireWriter) {
        writer.field(1, date: initial)
        writer.field(2, unsigned: UInt64(commune?.packed ?? 0))
        writer.field(3, unsigned: isEnded ? 1 : 0)
        writer.field(4, date: start)
        writer.field(5, unsigned: isEnding ? 1 : 0)
        writer.fields(from: 6, applicant)
        writer.field(9, unsigned: isMerged ? 1 : 0)
        writer.fields(from: 10, dispute)
        otherCommunes?.encode(12, into: &writer)
        writer.field(13, unsigned: UInt64(forms))
    }

    init(decoding reader: inout WireReader) throws(WireReader.Failure) {
        self.init(initial: CivilDate(days: 0), commune: nil, isEnded: false, start: CivilDate(days: 0))
        while let (field, wire) = try reader.nextTag() {
            switch field {
            case 1: initial = try reader.date()
            case 2: commune = CommuneCode(packed: UInt32(truncatingIfNeeded: try reader.varint()))
            case 3: isEnded = try reader.bool()
            case 4: start = try reader.date()
            case 5: isEnding = try reader.bool()
            case 6...8: _ = try applicant.read(field, from: 6, &reader)
            case 9: isMerged = try reader.bool()
            case 10...11: try dispute.read(field, from: 10, &reader)
            case 12: otherCommunes = try OtherCommunes(field, &reader)
            case 13: forms = UInt32(truncatingIfNeeded: try reader.varint())
            default: try reader.skip(wire: wire)
            }
        }
    }
}
