import Register
import Schemas
import Stream
import SwiftProtobuf
import WorkerKit

// The form of the log: what a record is made of, where it stands, and that it follows from what stands before it.
extension Audit {
    mutating func checkPlace(_ record: RegisterRecord, key: Bytes?, partition: Int, at place: RecordPlace) {
        findings.check(.form)
        guard let territory = record.territory else {
            switch record.fact {
            case .daysClosed, .received, .header, .catchUp: if key != nil { findings.add(.wrongKey, place) }
            default: findings.add(.wrongKey, place)
            }
            return
        }
        let code = territory.code
        if key.map({ !$0.elementsEqual(code.utf8) }) ?? true { findings.add(.wrongKey, place, code) }
        if Partitioner.partition(of: code, count: registerPartitions) != partition {
            findings.add(.wrongPartition, place, code)
        }
        if let number = record.number, number.territory != territory {
            findings.add(.numberElsewhere, place, number.text)
        }
    }

    /// One record after the other, in the order of the register.
    mutating func follow(_ record: RegisterRecord, _ partition: Int, at place: RecordPlace) {
        switch record.fact {
        case .accepted(let fact): accept(record, fact, partition, at: place)
        case .declined: settle(record, .declined, at: place)
        case .repeated: settle(record, .repeated, at: place)
        case .cleared(let fact): clear(record, fact, at: place)
        case .linked(let fact): link(record, fact, partition, at: place)
        case .reviewOpened(let fact): openReview(record, fact, at: place)
        case .reviewClosed(let fact):
            answer(record, .ruled, [.reviewDecision], at: place)
            closeReview(record, fact, at: place)
        case .merged(let fact): merge(record, fact, at: place)
        case .unmerged(let fact): unmerge(record, fact, partition, at: place)
        case .registered(let fact): register(record, fact, partition, at: place)
        case .imported(let fact): importFile(record, fact, partition, at: place)
        case .modified(let fact): modify(record, fact, partition, at: place)
        case .deleted(let fact): delete(record, fact, partition, at: place)
        case .accessJudged(let fact): judgeAccess(record, fact, partition, at: place)
        case .received(let fact): partitions[partition].clock.note(fact, record.day)
        case .header(let fact): partitions[partition].clock.note(fact)
        case .catchUp: partitions[partition].clock.allow(record.day)
        case .daysClosed(let fact): close(record, fact, partition, at: place)
        case .noticeDue(let fact): notice(record, fact, partition, at: place)
        case .noticeUndeliverable(let fact): returned(record, fact, partition, at: place)
        case .noticeProven(let fact): prove(record, fact, partition, at: place)
        case .renewed(let fact): renew(record, fact, partition, at: place)
        case .lapsed(let fact): lapse(record, fact, partition, at: place)
        case .held(let fact): hold(record, fact, partition, at: place)
        case .litigationHeld(let fact): litigate(record, fact, partition, at: place)
        case .warned(let fact): warn(record, fact, partition, at: place)
        case .struckOff(let fact): strikeOff(record, fact, partition, at: place)
        case .reinstated(let fact): reinstate(record, fact, partition, at: place)
        case .purged: purge(record, partition, at: place)
        }
    }

    private mutating func accept(
        _ record: RegisterRecord,
        _ accepted: WireAccepted,
        _ partition: Int,
        at place: RecordPlace,
    ) {
        findings.check(.answers)
        guard let id = record.submission, let source = record.source else {
            findings.add(.unreadable, place)
            return
        }
        guard submissions[source] == nil else {
            findings.add(.acceptedTwice, place, id.text)
            return
        }
        var row = AuditedSubmission()
        row.id = id
        row.kind = UInt8(record.kind.rawValue)
        row.partition = Int32(partition)
        row.offset = record.offset
        row.day = record.day
        row.facts = .accepted
        row.key = record.key
        row.asked = record.number
        if case .separation(let request) = accepted.request.kind { row.asked = UniqueNumber(request.fromNumber) }
        row.closedBefore = partitions[partition].lastClosed
        if case .import(let request) = accepted.request.kind { row.filed = CivilDate(iso: request.firstFiledOn) }
        row.isManagers = DeskKind(accepted.deskKind) == .manager
        row.isLimited = !accepted.deskCommunes.isEmpty
        if let number = record.number, let index = indexByNumber[number] {
            row.answeredAt = applications[Int(index)].answeredAt
            if row.isLimited, row.isOfKind(.renewal) { asked[index, default: []].append(record.offset..<Int64.max) }
        }
        if row.isOfKind([.litigationHold]) { dispute(record) { $0.ask() } }
        let form = accepted.request.application
        row.bearsDalo = form.map { DaloStatus($0.dalo).isRecognised } ?? false
        submissions[source] = row
        checkSealed(record, accepted, at: place)
        if form != nil { forms[source] = accepted.personKeys }
    }

    /// It is decided on here. That numbering judged it right shows when its register is folded again.
    private mutating func judgeAccess(
        _ record: RegisterRecord,
        _ fact: WireAccessJudged,
        _ partition: Int,
        at place: RecordPlace,
    ) {
        findings.check(.form)
        guard var row = submission(record, at: place), let source = record.source else { return }
        if !row.isLimited { findings.add(.unasked, place, row.id.text) }
        if row.facts.contains(.judged) || row.isDecided { findings.add(.decidedTwice, place, row.id.text) }
        row.facts.insert(.judged)
        row.isDenied = fact.denied
        row.offset = record.offset
        row.closedBefore = partitions[partition].lastClosed
        if let number = record.number, let index = indexByNumber[number] {
            row.answeredAt = applications[Int(index)].answeredAt
            if row.isOfKind(.renewal), var spans = asked[index],
                let open = spans.firstIndex(where: { $0.upperBound == .max })
            {
                spans[open] = spans[open].lowerBound..<record.offset
                asked[index] = spans
            }
        }
        submissions[source] = row
    }

    /// R441-2-6: what a desk that acts on some communes only asks is judged first, and refused where the file asks for none.
    func mayFollow(_ fact: AuditedSubmission.Facts, _ row: AuditedSubmission) -> Bool {
        if !row.isLimited { return true }
        return row.facts.contains(.judged) && (!row.isDenied || fact == .declined || fact == .repeated)
    }

    mutating func checkAccess(_ row: AuditedSubmission, _ fact: AuditedSubmission.Facts, at place: RecordPlace) {
        if !mayFollow(fact, row) { findings.add(.actedOutside, place, row.id.text) }
    }

    /// The submission that a fact belongs to.
    mutating func submission(_ record: RegisterRecord, at place: RecordPlace) -> AuditedSubmission? {
        guard let source = record.source, let row = submissions[source], row.isAccepted, row.id == record.submission
        else {
            findings.add(.unknownSubmission, place, record.submission?.text ?? "")
            return nil
        }
        return row
    }

    /// A fact that answers a submission of one of these kinds, for good.
    mutating func answer(
        _ record: RegisterRecord,
        _ fact: AuditedSubmission.Facts,
        _ kinds: SubmissionKinds,
        at place: RecordPlace,
    ) {
        findings.check(.form)
        guard var row = submission(record, at: place), let source = record.source else { return }
        if !row.isOfKind(kinds) { findings.add(.unasked, place, row.id.text) }
        if row.isDecided { findings.add(.decidedTwice, place, row.id.text) }
        checkAccess(row, fact, at: place)
        row.facts.insert(fact)
        if let number = record.number { row.number = number }
        submissions[source] = row
        if fact != .declined && fact != .repeated { remember(row, at: source, place) }
    }

    mutating func settle(_ record: RegisterRecord, _ fact: AuditedSubmission.Facts, at place: RecordPlace) {
        answer(record, fact, .all, at: place)
        if record.kind == .litigationHold { dispute(record) { $0.settle() } }
        if let source = record.source { forms[source] = nil }
    }

    /// A submission id is decided on once, for as long as it is remembered.
    mutating func remember(_ row: AuditedSubmission, at source: SourcePosition, _ place: RecordPlace) {
        if let before = decisions[row.decided], before != source, let first = submissions[before] {
            let isForgotten = row.closedBefore.map { first.day < $0.adding(days: -calendar.submissionMemoryDays) }
            if isForgotten != true { findings.add(.decidedTwice, place, row.id.text) }
            earlierDecisions[row.decided, default: []].append(before)
        }
        decisions[row.decided] = source
    }

    /// The application that a fact is about.
    mutating func application(_ record: RegisterRecord, _ partition: Int, at place: RecordPlace) -> Int32? {
        guard let number = record.number, let index = indexByNumber[number] else {
            findings.add(.unknownApplication, place, record.number?.text ?? "")
            return nil
        }
        if applications[Int(index)].partition != Int32(partition) {
            findings.add(.numberElsewhere, place, number.text)
            return nil
        }
        return index
    }
}

// Nothing nominative outside of the register: keys and headers hold codes and positions, texts are the register's own.
extension Audit {
    private static let names: Set<String> = [
        HeaderName.contentType, HeaderName.id, HeaderName.source, HeaderName.type, HeaderName.time,
        HeaderName.specVersion, HeaderName.traceParent,
    ]

    mutating func checkHeaders(_ record: LogRecord, of topic: Topic, at place: RecordPlace) {
        findings.check(.form)
        let isCarried = record.headers.allSatisfy { header in
            Audit.names.contains(header.name) && header.value.count <= 128
                && header.value.allSatisfy { byte in
                    // Codes, positions, types, times: what CloudEvents headers are made of.
                    switch byte {
                    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"),
                        UInt8(ascii: ":"), UInt8(ascii: "_"), UInt8(ascii: "+"):
                        true
                    default: false
                    }
                }
        }
        if !isCarried { findings.add(.notNominative, place) }
    }

    /// Receipts hold identifiers, codes, days, and sentences that belong to the code: so nothing of what was sent.
    mutating func checkTexts(_ receipt: WireReceipt, key: Bytes?, at place: RecordPlace) {
        findings.check(.form)
        let isPlain =
            SubmissionID(receipt.submissionID) != nil && DeskCode(code: receipt.desk) != nil
            && (receipt.territory.isEmpty || Territory(code: receipt.territory) != nil)
            && [receipt.number, receipt.formerNumber, receipt.keptNumber].allSatisfy {
                $0.isEmpty || UniqueNumber($0) != nil
            }
            && [receipt.firstFiledOn, receipt.validUntil, receipt.receivedOn].allSatisfy {
                $0.isEmpty || CivilDate(iso: $0) != nil
            } && receipt.unknownFields.data.isEmpty
            && receipt.anomalies.allSatisfy { anomaly in
                guard let code = AnomalyCode(rawValue: anomaly.code) else { return false }
                let day = CivilDate(iso: anomaly.renewableFrom)
                let said = Anomaly(code: code, path: anomaly.path, renewableFrom: day)
                return anomaly.french == said.french && anomaly.english == said.english
                    && (day == nil ? anomaly.renewableFrom.isEmpty : code == .renewalTooEarly)
                    && anomaly.unknownFields.data.isEmpty && Audit.isPath(anomaly.path)
            } && receipt.unread.allSatisfy(Audit.isPath)
        if !isPlain { findings.add(.notNominative, place, SubmissionID(receipt.submissionID)?.text ?? "") }
        if key.map({ !$0.elementsEqual(receipt.desk.utf8) }) ?? true { findings.add(.wrongKey, place) }
    }

    /// `request.creation.application.co_applicants[0].identity.nir`, `birthDate`, or a path in the ministry's XML.
    private static func isPath(_ path: String) -> Bool {
        path.utf8.count <= 240
            && path.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "["),
                    UInt8(ascii: "]"), UInt8(ascii: "/"), UInt8(ascii: "@"), UInt8(ascii: "?"), UInt8(ascii: "("),
                    UInt8(ascii: ")"):
                    true
                default: false
                }
            }
    }

    /// A record of `nu.notices`.
    package mutating func takeNotice(_ record: LogRecord, partition: Int) {
        findings.read(1)
        findings.check(.form)
        let place = RecordPlace(Topic.notices.name, partition, record.offset)
        checkHeaders(record, of: .notices, at: place)
        guard let value = record.value, let notice = try? WireNotice(serializedBytes: value) else {
            findings.add(.unreadable, place)
            return
        }
        guard let number = UniqueNumber(notice.number), notice.territory == number.territory.code,
            CivilDate(iso: notice.issuedOn) != nil,
            notice.validUntil.isEmpty || CivilDate(iso: notice.validUntil) != nil,
            Audit.isReason(notice), notice.unknownFields.data.isEmpty, Audit.isID(of: notice)
        else {
            findings.add(.notNominative, place)
            return
        }
        if record.key.map({ !$0.elementsEqual(notice.number.utf8) }) ?? true {
            findings.add(.wrongKey, place, notice.number)
        }
        if indexByNumber[number] == nil { findings.add(.unknownApplication, place, notice.number) }
    }

    /// Number, kind and day; then the place of the submission, where one brought the notice.
    private static func isID(of notice: WireNotice) -> Bool {
        let start = "\(notice.number)-\(notice.kind.rawValue)-\(notice.issuedOn)"
        guard notice.noticeID.hasPrefix(start) else { return false }
        let rest = notice.noticeID.dropFirst(start.count)
        if rest.isEmpty { return true }
        let place = rest.dropFirst().split(separator: ".", omittingEmptySubsequences: false)
        guard rest.first == "-", place.count == 2, let partition = Int32(place[0]), let offset = Int64(place[1]) else {
            return false
        }
        return partition >= 0 && offset >= 0 && rest == "-\(partition).\(offset)"
    }

    private static func isReason(_ notice: WireNotice) -> Bool {
        if notice.kind == .holdAlert {
            return WireHoldReason.allCases.contains { !$0.code.isEmpty && $0.code == notice.reason }
        }
        // The other number, where it is there still.
        if notice.kind == .merged || notice.kind == .unmerged {
            return notice.reason.isEmpty || UniqueNumber(notice.reason) != nil
        }
        return notice.reason.isEmpty || StrikeOffReason(notice.reason).isKnown
    }
}
