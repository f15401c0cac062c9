import Register
import Schemas
import SwiftProtobuf

extension RegisterRecord {
    /// Why a record of the register cannot be read.
    package enum Unreadable: Error, Equatable {
        case wire(WireReader.Failure)
        case badField(String)
        case noFact
        case badFact(Int)
        /// A later version's: what it says may change everything after it.
        case unknownFact(Int)
    }

    /// Reads a record, or returns nil when nobody asked for its kind. Skipping costs a walk over the tags.
    ///
    /// What it returns can be counted with: its days lie in `CivilDate.recordedDays`, its numbers in their range.
    package static func decode(
        _ bytes: Bytes,
        offset: Int64,
        interest: Interest,
    ) throws(Unreadable) -> RegisterRecord? {
        let opened: Result<Envelope, Unreadable> = bytes.withUnsafeBytes { buffer in
            do throws(Unreadable) { return .success(try Envelope(buffer)) } catch { return .failure(error) }
        }
        let envelope = try opened.get()
        guard envelope.factField != 0 else { throw .noFact }
        guard FactKinds.known.contains(field: envelope.factField) else { throw .unknownFact(envelope.factField) }
        guard interest.facts.contains(field: envelope.factField) else { return nil }
        let payload = bytes[
            (bytes.startIndex + envelope.fact.lowerBound)..<(bytes.startIndex + envelope.fact.upperBound)
        ]
        if envelope.factField == 20, !interest.includes(kind: envelope.kind) {
            guard !interest.limited.isDisjoint(with: SubmissionKinds(kind: envelope.kind)),
                WireAccepted.isOfLimitedDesk(payload)
            else { return nil }
        }
        if envelope.factField == 20, interest.forms == .daloMark, WireAccepted.isFormWithoutDaloMark(payload) {
            return nil
        }
        var record = RegisterRecord(
            submission: envelope.submission,
            territory: envelope.territory,
            day: envelope.day,
            desk: envelope.desk,
            number: envelope.number,
            source: SourcePosition(partition: envelope.sourcePartition, offset: envelope.sourceOffset),
            format: WireFormat(rawValue: envelope.format) ?? .unspecified,
            kind: WireSubmissionKind(rawValue: envelope.kind) ?? .unspecified,
            agent: String(
                decoding: bytes.dropFirst(envelope.agent.lowerBound).prefix(envelope.agent.count),
                as: UTF8.self
            ),
            unread: envelope.unread.map {
                String(decoding: bytes.dropFirst($0.lowerBound).prefix($0.count), as: UTF8.self)
            },
            fact: try fact(field: envelope.factField, payload, forms: interest.forms),
        )
        guard record.fact.hasRecordedDays else { throw .badFact(envelope.factField) }
        if envelope.submission == nil { record.source = nil }
        record.key = envelope.key
        record.offset = offset
        return record
    }

    private static func fact(field: Int, _ bytes: Bytes, forms: Interest.Forms) throws(Unreadable) -> Fact {
        do {
            return switch field {
            case 20 where forms == .whole: .accepted(try WireAccepted(serializedBytes: bytes))
            case 20: .accepted(try WireAccepted(forms, in: bytes))
            case 21: .declined(try WireDeclined(serializedBytes: bytes))
            case 22: .repeated(WireRepeated())
            case 23: .received(try WireReceived(serializedBytes: bytes))
            case 24: .header(try WireRegisterHeader(serializedBytes: bytes))
            case 30: .cleared(try WireCleared(reading: bytes))
            case 31: .linked(try WireLinked(serializedBytes: bytes))
            case 32: .reviewOpened(try WireReviewOpened(serializedBytes: bytes))
            case 33: .reviewClosed(try WireReviewClosed(serializedBytes: bytes))
            case 34: .merged(try WireMerged(serializedBytes: bytes))
            case 35: .unmerged(try WireUnmerged(serializedBytes: bytes))
            case 40: .registered(try WireRegistered(serializedBytes: bytes))
            case 41: .modified(try WireModified(serializedBytes: bytes))
            case 42: .deleted(try WireDeleted(serializedBytes: bytes))
            case 43: .imported(try WireImported(serializedBytes: bytes))
            case 44: .accessJudged(try WireAccessJudged(serializedBytes: bytes))
            case 50: .daysClosed(try WireDaysClosed(serializedBytes: bytes))
            case 51: .noticeDue(try WireNoticeDue(serializedBytes: bytes))
            case 52: .noticeUndeliverable(try WireNoticeUndeliverable(serializedBytes: bytes))
            case 53: .renewed(try WireRenewed(serializedBytes: bytes))
            case 54: .lapsed(try WireLapsed(serializedBytes: bytes))
            case 55: .held(try WireHeld(serializedBytes: bytes))
            case 56: .noticeProven(try WireNoticeProven(serializedBytes: bytes))
            case 57: .litigationHeld(try WireLitigationHeld(serializedBytes: bytes))
            case 58: .catchUp(WireCatchUp())
            case 60: .warned(try WireWarned(serializedBytes: bytes))
            case 61: .struckOff(try WireStruckOff(serializedBytes: bytes))
            case 62: .reinstated(try WireReinstated(serializedBytes: bytes))
            case 63: .purged(WirePurged())
            default: throw Unreadable.badFact(field)
            }
        } catch {
            throw .badFact(field)
        }
    }

    /// The wire shape. Fields stand in ascending order, so equal records have equal bytes.
    package func encoded() -> [UInt8] {
        WireScratch.bytes { writer in
            encodeEnvelope(into: &writer)
            encodeFact(into: &writer)
        }
    }

    private func encodeEnvelope(into writer: inout WireScratch) {
        if let submission {
            writer.tag(1, wire: 2)
            writer.varint(16)
            writer.raw(bigEndian: submission.high)
            writer.raw(bigEndian: submission.low)
        }
        if let territory { writer.field(2, string: territory.code) }
        writer.field(3, signed: Int64(day.days))
        if let desk { writer.field(4, string: desk.code) }
        if let number { writer.field(5, string: number.text) }
        if let source {
            writer.field(6, unsigned: UInt64(UInt32(bitPattern: source.partition)))
            writer.field(7, unsigned: UInt64(bitPattern: source.offset))
        }
        writer.field(8, unsigned: UInt64(bitPattern: Int64(format.rawValue)))
        writer.field(9, unsigned: UInt64(bitPattern: Int64(kind.rawValue)))
        writer.field(10, string: agent)
        for path in unread { writer.field(11, string: path) }
        if let key {
            writer.tag(12, wire: 2)
            writer.varint(16)
            writer.raw(bigEndian: key.high)
            writer.raw(bigEndian: key.low)
        }
    }

    private func encodeFact(into writer: inout WireScratch) {
        switch fact {
        case .accepted(let fact): fact.encode(20, into: &writer)
        case .declined(let fact): writer.field(21, message: bytes(fact))
        case .repeated(let fact): writer.field(22, message: bytes(fact))
        case .received(let fact): writer.field(23, message: bytes(fact))
        case .header(let fact): writer.field(24, message: bytes(fact))
        case .cleared(let fact): fact.encode(30, into: &writer)
        case .linked(let fact): writer.field(31, message: bytes(fact))
        case .reviewOpened(let fact): writer.field(32, message: bytes(fact))
        case .reviewClosed(let fact): writer.field(33, message: bytes(fact))
        case .merged(let fact): writer.field(34, message: bytes(fact))
        case .unmerged(let fact): writer.field(35, message: bytes(fact))
        case .registered(let fact): fact.encode(40, into: &writer)
        case .modified(let fact): writer.field(41, message: bytes(fact))
        case .deleted(let fact): writer.field(42, message: bytes(fact))
        case .imported(let fact): fact.encode(43, into: &writer)
        case .accessJudged(let fact): writer.field(44, message: bytes(fact))
        case .daysClosed(let fact): writer.field(50, message: bytes(fact))
        case .noticeDue(let fact): fact.encode(51, into: &writer)
        case .noticeUndeliverable(let fact): writer.field(52, message: bytes(fact))
        case .renewed(let fact): writer.field(53, message: bytes(fact))
        case .lapsed(let fact): writer.field(54, message: bytes(fact))
        case .held(let fact): writer.field(55, message: bytes(fact))
        case .noticeProven(let fact): writer.field(56, message: bytes(fact))
        case .litigationHeld(let fact): writer.field(57, message: bytes(fact))
        case .catchUp(let fact): writer.field(58, message: bytes(fact))
        case .warned(let fact): writer.field(60, message: bytes(fact))
        case .struckOff(let fact): writer.field(61, message: bytes(fact))
        case .reinstated(let fact): writer.field(62, message: bytes(fact))
        case .purged(let fact): writer.field(63, message: bytes(fact))
        }
    }
}

/// By its type, and not as any message: so its encoder is made for it.
private func bytes(_ message: some Message) -> [UInt8] {
    guard let bytes: [UInt8] = try? message.serializedBytes() else {
        preconditionFailure("a proto3 message without extensions always serialises")
    }
    return bytes
}

/// The envelope's own fields, and where its fact stands.
private struct Envelope {
    var submission: SubmissionID?
    var territory: Territory?
    var day = CivilDate.none
    var desk: DeskCode?
    var number: UniqueNumber?
    var sourcePartition: Int32 = 0
    var sourceOffset: Int64 = 0
    var format = 0
    var kind = 0
    /// Where it stands: a text is made of it only if somebody asked for the record.
    var agent = 0..<0
    var unread: [Range<Int>] = []
    var key: KeyID?
    var factField = 0
    var fact = 0..<0

    init(_ buffer: UnsafeRawBufferPointer) throws(RegisterRecord.Unreadable) {
        var reader = WireReader(buffer)
        let badField: String?
        do throws(WireReader.Failure) {
            badField = try read(&reader)
        } catch {
            throw .wire(error)
        }
        if let badField { throw .badField(badField) }
    }

    /// Returns the name of a field that does not hold what it should.
    private mutating func read(_ reader: inout WireReader) throws(WireReader.Failure) -> String? {
        while let (field, wire) = try reader.nextTag() {
            switch (field, wire) {
            case (1, 2):
                submission = SubmissionID(record: reader.slice(try reader.lengthDelimited()))
                if submission == nil { return "submission" }
            case (2, 2):
                territory = Territory(ascii: reader.slice(try reader.lengthDelimited()))
                if territory == nil { return "territory" }
            case (3, 0):
                guard let day = CivilDate(recorded: try reader.zigzag()) else { return "day" }
                self.day = day
            case (4, 2):
                desk = DeskCode(ascii: reader.slice(try reader.lengthDelimited()))
                if desk == nil { return "desk" }
            case (5, 2):
                number = UniqueNumber(ascii: reader.slice(try reader.lengthDelimited()))
                if number == nil { return "number" }
            case (6, 0):
                guard let partition = Int32(exactly: try reader.varint()) else { return "source_partition" }
                sourcePartition = partition
            case (7, 0):
                guard let offset = Int64(exactly: try reader.varint()) else { return "source_offset" }
                sourceOffset = offset
            case (8, 0):
                guard let format = Envelope.code(try reader.varint()) else { return "format" }
                self.format = format
            case (9, 0):
                guard let kind = Envelope.code(try reader.varint()) else { return "kind" }
                self.kind = kind
            case (10, 2): agent = try reader.lengthDelimited()
            case (11, 2): unread.append(try reader.lengthDelimited())
            case (12, 2):
                key = KeyID(record: reader.slice(try reader.lengthDelimited()))
                if key == nil { return "key" }
            case (20..., 2):
                factField = field
                fact = try reader.lengthDelimited()
            // From 20 on every field is a fact.
            case (20..., _): return "fact"
            default: try reader.skip(wire: wire)
            }
        }
        return nil
    }

    /// Of an enumeration: a later version may know more of them, but none is negative, and none has more than four figures.
    private static func code(_ raw: UInt64) -> Int? { raw < 10_000 ? Int(raw) : nil }
}

extension Fact {
    /// Whether every day in it may be counted with.
    fileprivate var hasRecordedDays: Bool {
        func areRecorded(_ days: Int32...) -> Bool {
            days.allSatisfy { CivilDate.recordedDays.contains(Int64($0)) }
        }
        return switch self {
        case .cleared(let fact): areRecorded(fact.initialDay, fact.validFrom)
        case .registered(let fact): areRecorded(fact.initialDay, fact.validFrom)
        case .imported(let fact): areRecorded(fact.initialDay, fact.validFrom)
        case .daysClosed(let fact): areRecorded(fact.from)
        case .noticeDue(let fact): areRecorded(fact.expires)
        case .noticeUndeliverable(let fact): areRecorded(fact.returned)
        case .renewed(let fact): areRecorded(fact.validFrom, fact.validUntil)
        case .lapsed(let fact): areRecorded(fact.expired, fact.noticed)
        case .held(let fact): areRecorded(fact.expired)
        case .noticeProven(let fact): areRecorded(fact.happened)
        case .warned(let fact): areRecorded(fact.sent)
        case .struckOff(let fact): areRecorded(fact.leaseDay, fact.noticed)
        case .accepted, .declined, .repeated, .linked, .reviewOpened, .reviewClosed, .merged, .unmerged: true
        case .modified, .deleted, .accessJudged, .litigationHeld, .reinstated, .purged: true
        case .received, .header, .catchUp: true
        }
    }
}
