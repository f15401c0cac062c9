import Register
import Schemas
import WorkerKit

/// A live application, or one that may come back, and the persons in it. `nu.v1.HolderRow`.
struct HolderRow: TableRow {
    static let tag: UInt8 = 2

    enum Stage: UInt8 {
        case live = 0
        /// Past its time, kept because no notice can be proven.
        case held = 1
        /// Its strike-off for non-renewal was undone; it must be renewed.
        case reinstated = 2
        case ended = 3
    }

    // In an order that leaves no room between them: eight bytes less, a million times.
    var number: UniqueNumber?
    var stage: Stage = .live
    /// Some review names it; most applications are in none, and need not be looked for there.
    var isReviewed = false
    /// Where it stood when it was merged into another one: what undoing that brings back. It is `ended` meanwhile.
    var beforeMerge: Stage?
    /// The filing or the last renewal.
    var start: CivilDate
    var persons: [PersonKey]
    /// The first filing.
    var filed: CivilDate
    /// The day of the merge.
    var merged: CivilDate?
    var dispute = Dispute()
    /// Sealed forms that were filed for it.
    var forms: UInt32 = 0
    /// Those of its persons that another application holds (``HolderTable``).
    var yielded: [PersonKey] = []

    init(start: CivilDate, filed: CivilDate, persons: [PersonKey]) {
        self.start = start
        self.filed = filed
        self.persons = persons
    }

    func encode(into writer: inout WireWriter) {
        writer.field(1, fixed64: number?.rawValue ?? 0)
        writer.field(2, date: start)
        writer.field(3, unsigned: UInt64(stage.rawValue))
        writer.field(4, persons: persons)
        writer.field(5, date: filed)
        writer.field(6, unsigned: isReviewed ? 1 : 0)
        writer.field(7, unsigned: beforeMerge.map { UInt64($0.rawValue) + 1 } ?? 0)
        writer.field(8, date: merged)
        writer.fields(from: 9, dispute)
        writer.field(11, persons: yielded)
        writer.field(12, unsigned: UInt64(forms))
    }

    /// The form that this record's submission brought, if it is a sealed one.
    mutating func count(formOf record: RegisterRecord) { if record.key != nil, forms < .max { forms += 1 } }

    init(decoding reader: inout WireReader) throws(WireReader.Failure) {
        self.init(start: .none, filed: .none, persons: [])
        while let (field, wire) = try reader.nextTag() {
            switch field {
            case 1: number = UniqueNumber(rawValue: try reader.fixed64())
            case 2: start = try reader.date()
            case 3:
                guard let stage = Stage(rawValue: UInt8(truncatingIfNeeded: try reader.varint())) else {
                    throw .badField(field)
                }
                self.stage = stage
            case 4: persons = try reader.persons()
            case 5: filed = try reader.date()
            case 6: isReviewed = try reader.bool()
            case 7:
                let raw = try reader.varint()
                beforeMerge = raw == 0 ? nil : Stage(rawValue: UInt8(truncatingIfNeeded: raw - 1))
            case 8: merged = try reader.optionalDate()
            case 9...10: try dispute.read(field, from: 9, &reader)
            case 11: yielded = try reader.persons()
            case 12: forms = UInt32(truncatingIfNeeded: try reader.varint())
            default: try reader.skip(wire: wire)
            }
        }
    }
}

/// A pair of applications that share a person, or seem to. `nu.v1.ReviewRow`.
struct ReviewRow: TableRow {
    let first: SubmissionID
    let second: SubmissionID
    var verdict: WireVerdict = .unspecified
    /// What opened it; else a score did.
    var sharesKey = false
    /// How alike they are; nil where one of them has nothing to compare.
    var evidence: Evidence?
    /// The number that the merge ended.
    var merged: UniqueNumber?
    /// It was opened for the second of the two; else for the first.
    var isForSecond = false

    init(first: SubmissionID, second: SubmissionID) {
        self.first = first
        self.second = second
    }

    init(pair one: SubmissionID, _ other: SubmissionID) {
        self.init(first: min(one, other), second: max(one, other))
    }

    /// The application that it was opened for: the later one to have the person, or to be found alike.
    var asking: SubmissionID { isForSecond ? second : first }

    /// Follows from the pair: the same pair is the same review.
    var id: String { "\(first.text)+\(second.text)" }

    /// They share a key, or they are alike.
    var grounds: [String] { [sharesKey ? "SAME_PERSON" : "LIKELY_SAME"] }

    var key: PersonKey { ReviewRow.key(of: id) }

    static func key(of id: String) -> PersonKey { PersonKey(fingerprint: Fingerprint.of(id.utf8)) }

    func encode(into writer: inout WireWriter) {
        writer.field(1, string: id)
        writer.field(2, fixed64: first.high)
        writer.field(3, fixed64: first.low)
        writer.field(4, fixed64: second.high)
        writer.field(5, fixed64: second.low)
        writer.field(6, unsigned: UInt64(bitPattern: Int64(verdict.rawValue)))
        writer.field(7, signed: Int64(evidence?.score ?? 0))
        writer.field(8, bytes: evidence?.bytes ?? [])
        writer.field(9, unsigned: sharesKey ? 0 : 1)
        writer.field(10, fixed64: merged?.rawValue ?? 0)
        writer.field(11, unsigned: isForSecond ? 1 : 0)
    }

    init(decoding reader: inout WireReader) throws(WireReader.Failure) {
        var parts: [UInt64] = [0, 0, 0, 0]
        var verdict = WireVerdict.unspecified
        var score: Int32 = 0
        var weights: [UInt8] = []
        var isLikely = false
        while let (field, wire) = try reader.nextTag() {
            switch field {
            case 2...5: parts[field - 2] = try reader.fixed64()
            case 6: verdict = WireVerdict(rawValue: Int(truncatingIfNeeded: try reader.varint())) ?? .unspecified
            case 7: score = Int32(truncatingIfNeeded: try reader.zigzag())
            case 8: weights = Array(reader.slice(try reader.lengthDelimited()))
            case 9: isLikely = try reader.bool()
            case 10: merged = UniqueNumber(rawValue: try reader.fixed64())
            case 11: isForSecond = try reader.bool()
            default: try reader.skip(wire: wire)
            }
        }
        first = SubmissionID(high: parts[0], low: parts[1])
        second = SubmissionID(high: parts[2], low: parts[3])
        self.verdict = verdict
        sharesKey = !isLikely
        if isLikely || !weights.isEmpty { evidence = Evidence(score: score, bytes: weights) }
    }
}

extension WireWriter {
    mutating func field(_ number: Int, persons: [PersonKey]) {
        guard !persons.isEmpty else { return }
        tag(number, wire: 2)
        varint(UInt64(persons.count * 16))
        for person in persons { person.encode(into: &self) }
    }
}

extension WireReader {
    mutating func persons() throws(Failure) -> [PersonKey] {
        let bytes = slice(try lengthDelimited())
        guard bytes.count % 16 == 0 else { throw .truncated }
        return stride(from: 0, to: bytes.count, by: 16).compactMap {
            PersonKey(decoding: UnsafeRawBufferPointer(rebasing: bytes[$0..<($0 + 16)]))
        }
    }
}
