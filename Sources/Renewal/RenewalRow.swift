import Register
import Schemas
import WorkerKit

/// Where an application stands in its year of validity. `nu.v1.RenewalRow`.
struct RenewalRow: TableRow {
    enum Stage: UInt8 {
        /// Can become `held` or `lapsed` when its time is over, `ended` at any time.
        case live = 0
        /// Its time is over and no notice can be proven. Can become `live` by a renewal.
        case held = 1
        /// Its lapse is a fact; strike-off follows.
        case lapsed = 2
        /// A strike-off for non-renewal was undone; it must be renewed to become `live`, or lapses again.
        case reinstated = 3
        /// Struck off or deleted. Can become `live` or `reinstated` when that is undone.
        case ended = 4
        /// Its lapse is decided and not read back yet. Becomes `lapsed`, or `live` when a link stands before it.
        case lapsing = 5
        /// Struck off because it lapsed. Can become `live` by a renewal that was received in time and is read only now,
        /// `reinstated` or `live` when that is undone.
        case struckOff = 6
        /// Renewed in time, and its strike-off was read after that. Becomes `live` when strike-off undoes it.
        case returning = 7
    }

    /// The filing or the last renewal: the year of validity counts from here.
    var start: CivilDate
    /// The first filing; seniority counts from here.
    var filed: CivilDate
    /// The day of the first notice for this validity.
    var noticed: CivilDate?
    var stage: Stage = .live
    var reach: Reach = []
    /// Where it stood when it was merged into another one: what undoing that brings back.
    var beforeMerge: Stage?
    /// Renewals by desks that act on some communes only, not judged yet. Until they are it does not lapse, nor is it held.
    var asked: UInt32 = 0
    /// The notices of this validity, one for each channel.
    var sendings: [NoticeSending] = []
    /// Sealed forms that were filed for it.
    var forms: UInt32 = 0

    init(start: CivilDate, filed: CivilDate) {
        self.start = start
        self.filed = filed
    }

    /// The form that this record's submission brought, if it is a sealed one.
    mutating func count(formOf record: RegisterRecord) { if record.key != nil, forms < .max { forms += 1 } }

    /// The first day whose closing may bring something about for this file; nil when none does.
    func nextDeadline(_ number: UniqueNumber, _ calendar: LegalCalendar) -> CivilDate? {
        switch stage {
        case .held, .lapsed, .lapsing, .ended, .struckOff, .returning: return nil
        case .reinstated: return calendar.reactivableUntil(from: start, filed: filed)
        case .live: break
        }
        let lapses = calendar.lapses(from: start, filed: filed)
        guard let noticed else {
            return min(calendar.noticeDue(from: start, filed: filed, sequence: number.sequence), lapses)
        }
        if sendings.contains(where: { $0.rank == 2 }) { return lapses }
        return calendar.secondNoticeDue(noticed: noticed, from: start, filed: filed).map { min($0, lapses) } ?? lapses
    }

    func encode(into writer: inout WireWriter) {
        writer.field(1, date: start)
        writer.field(2, date: filed)
        writer.field(3, date: noticed)
        writer.field(4, unsigned: UInt64(stage.rawValue))
        writer.field(5, unsigned: UInt64(reach.rawValue))
        for sending in sendings {
            var inner = WireWriter(capacity: 32)
            sending.encode(into: &inner)
            writer.field(6, message: inner.bytes)
        }
        writer.field(7, unsigned: beforeMerge.map { UInt64($0.rawValue) + 1 } ?? 0)
        writer.field(8, unsigned: UInt64(asked))
        writer.field(9, unsigned: UInt64(forms))
    }

    init(decoding reader: inout WireReader) throws(WireReader.Failure) {
        self.init(start: .none, filed: .none)
        while let (field, wire) = try reader.nextTag() {
            switch field {
            case 1: start = try reader.date()
            case 2: filed = try reader.date()
            case 3: noticed = try reader.optionalDate()
            case 4:
                guard let stage = Stage(rawValue: UInt8(truncatingIfNeeded: try reader.varint())) else {
                    throw .badField(field)
                }
                self.stage = stage
            case 5: reach = Reach(rawValue: UInt8(truncatingIfNeeded: try reader.varint()))
            case 6: sendings.append(try NoticeSending(decoding: try reader.message()))
            case 7:
                let raw = try reader.varint()
                beforeMerge = raw == 0 ? nil : Stage(rawValue: UInt8(truncatingIfNeeded: raw - 1))
            case 8: asked = try reader.smallCount()
            case 9: forms = try reader.smallCount()
            default: try reader.skip(wire: wire)
            }
        }
    }
}

extension NoticeSending {
    fileprivate func encode(into writer: inout WireWriter) {
        writer.field(1, unsigned: UInt64(rank))
        writer.field(2, unsigned: UInt64(channel.rawValue))
        writer.field(3, date: day)
        writer.field(4, unsigned: UInt64(status.rawValue))
        writer.field(5, date: proven)
        writer.field(6, string: proof)
    }

    fileprivate init(decoding reader: consuming WireReader) throws(WireReader.Failure) {
        self.init(rank: 0, channel: .post, day: .none)
        while let (field, wire) = try reader.nextTag() {
            switch field {
            case 1: rank = UInt8(truncatingIfNeeded: try reader.varint())
            case 2: channel = try NoticeSending.known(NoticeChannel.init, try reader.varint(), field)
            case 3: day = try reader.date()
            case 4: status = try NoticeSending.known(Status.init, try reader.varint(), field)
            case 5: proven = try reader.optionalDate()
            case 6: proof = try reader.text()
            default: try reader.skip(wire: wire)
            }
        }
    }

    private static func known<Value>(
        _ make: (UInt8) -> Value?,
        _ raw: UInt64,
        _ field: Int,
    ) throws(WireReader.Failure) -> Value {
        guard let value = UInt8(exactly: raw).flatMap(make) else { throw .badField(field) }
        return value
    }
}
