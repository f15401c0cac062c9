import Register
import Schemas
import WorkerKit

/// A submission that deduplication still has something to do for. `nu.v1.CandidateRow`.
struct Candidate: TableRow {
    enum Stage: UInt8 {
        /// Just read.
        case new = 0
        /// Someone in it has an application that may end by what stands before. Becomes `linked`, or is cleared.
        case waiting = 1
        /// Linked; becomes final, or is decided again, when the link is read back.
        case linked = 2
        /// Came again while the first one was `waiting` or `linked`.
        case resend = 3
        /// The form of a modification or a renewal that is not a fact yet.
        case form = 4
    }

    /// The record as it would be cleared.
    var record: RegisterRecord
    var cleared: WireCleared
    var persons: [PersonKey]
    /// Those of them that two people may have: nobody is linked by them.
    var vague: [PersonKey]
    var sketched: Sketched
    /// Where the submission stands in the register: candidates are decided in this order.
    var offset: Int64
    var stage: Stage = .new
    var holder: SubmissionID?
    /// Why it waits for the holder, when they share no key. Found once, when it was read: what is found later depends on
    /// how fast numbers come.
    var evidence: Evidence?

    init(
        record: RegisterRecord,
        cleared: WireCleared,
        persons: [PersonKey],
        vague: [PersonKey] = [],
        sketched: Sketched = Sketched(),
        offset: Int64,
    ) {
        self.record = record
        self.cleared = cleared
        self.persons = persons
        self.vague = vague
        self.sketched = sketched
        self.offset = offset
    }

    func encode(into writer: inout WireWriter) {
        writer.field(1, bytes: record.encoded())
        writer.field(2, persons: persons)
        writer.field(3, unsigned: UInt64(bitPattern: offset))
        writer.field(4, unsigned: UInt64(stage.rawValue))
        writer.field(5, fixed64: holder?.high ?? 0)
        writer.field(6, fixed64: holder?.low ?? 0)
        writer.field(7, sketched: sketched.persons)
        writer.field(8, signed: Int64(evidence?.score ?? 0))
        writer.field(9, bytes: evidence?.bytes ?? [])
        writer.field(10, unsigned: evidence == nil ? 0 : 1)
        writer.field(11, persons: vague)
        writer.field(12, dependants: sketched.dependants)
    }

    init(decoding reader: inout WireReader) throws(WireReader.Failure) {
        var found: RegisterRecord?
        var persons: [PersonKey] = []
        var vague: [PersonKey] = []
        var sketched = Sketched()
        var offset: Int64 = 0
        var stage = Stage.new
        var high: UInt64 = 0
        var low: UInt64 = 0
        var score: Int32 = 0
        var weights: [UInt8] = []
        var isLikely = false
        while let (field, wire) = try reader.nextTag() {
            switch field {
            case 1:
                let bytes = Array(reader.slice(try reader.lengthDelimited()))
                do {
                    found = try RegisterRecord.decode(bytes[...], offset: -1, interest: .everything)
                } catch {
                    throw .badField(field)
                }
            case 2: persons = try reader.persons()
            case 3: offset = Int64(bitPattern: try reader.varint())
            case 4: stage = Stage(rawValue: UInt8(truncatingIfNeeded: try reader.varint())) ?? .new
            case 5: high = try reader.fixed64()
            case 6: low = try reader.fixed64()
            case 7: sketched.persons = try reader.sketched()
            case 8: score = Int32(truncatingIfNeeded: try reader.zigzag())
            case 9: weights = Array(reader.slice(try reader.lengthDelimited()))
            case 10: isLikely = try reader.bool()
            case 11: vague = try reader.persons()
            case 12: sketched.dependants = try reader.dependants()
            default: try reader.skip(wire: wire)
            }
        }
        guard let found, case .cleared(let cleared) = found.fact else { throw .badField(1) }
        self.init(
            record: found,
            cleared: cleared,
            persons: persons,
            vague: vague,
            sketched: sketched,
            offset: offset,
        )
        self.stage = stage
        if isLikely { evidence = Evidence(score: score, bytes: weights) }
        if high != 0 || low != 0 { holder = SubmissionID(high: high, low: low) }
    }
}
