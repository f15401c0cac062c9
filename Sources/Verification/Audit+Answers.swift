import Ministry
import Register
import Schemas
import Stream
import SwiftProtobuf
import WorkerKit

// 3. Every submission has exactly one final answer: a receipt, or a reject where nobody can be answered.
extension Audit {
    /// A reject is known by where its record first stood and by how often it was rejected: one that is sent again is a
    /// submission of its own, and keeps its first origin.
    struct RejectKey: Hashable {
        var partition: Int
        var offset: Int64
        var count: Int
    }

    /// A record of `nu.receipts`. The register was fed before.
    package mutating func takeReceipt(_ record: LogRecord, partition: Int) {
        findings.read(1)
        findings.check(.answers)
        let place = RecordPlace(Topic.receipts.name, partition, record.offset)
        checkHeaders(record, of: .receipts, at: place)
        guard let receipt = readReceipt(record) else { return findings.add(.unreadable, place) }
        checkTexts(receipt, key: record.key, at: place)
        let source = SourcePosition(
            partition: Int32(truncatingIfNeeded: receipt.sourcePartition),
            offset: Int64(truncatingIfNeeded: receipt.sourceOffset)
        )
        guard let id = SubmissionID(receipt.submissionID) else { return findings.add(.unreadable, place) }
        var row = submissions[source] ?? AuditedSubmission()
        if row.receipts == 0, !row.isAccepted {
            row.id = id
            row.kind = UInt8(truncatingIfNeeded: receipt.kind.rawValue)
        }
        row.receipts = min(row.receipts + 1, 100)
        row.outcome = UInt8(truncatingIfNeeded: receipt.outcome.rawValue)
        row.isRepeat = receipt.repeated
        submissions[source] = row
        if row.receipts > 1 { return findings.add(.answeredTwice, place, id.text) }
        if row.isAccepted {
            checkReceipt(receipt, row, id, at: place)
        } else {
            // Whoever is not let in is told so, and nothing else.
            findings.expect(receipt.outcome == .refused && !receipt.anomalies.isEmpty, .answerDiffers, place, id.text)
        }
        if receipt.outcome == .linked, !receipt.repeated {
            if let before = decisions[row.decided] { earlierDecisions[row.decided, default: []].append(before) }
            decisions[row.decided] = source
        }
        if receipt.outcome == .refused { checkKept(receipt, row, at: place) }
        if receipt.repeated {
            repeats.append(source)
            if let number = UniqueNumber(receipt.number) { answerNumbers[source] = number }
        }
    }

    private mutating func checkReceipt(
        _ receipt: WireReceipt,
        _ row: AuditedSubmission,
        _ id: SubmissionID,
        at place: RecordPlace,
    ) {
        let number = UniqueNumber(receipt.number)
        let isSaid =
            if receipt.repeated {
                row.facts.contains(.repeated)
            } else {
                switch receipt.outcome {
                case .registered: row.facts.contains(.registered) && number == row.number
                // The number may have been given after the link was decided.
                case .linked:
                    row.facts.contains(.linked) && !row.isDecided
                        && number
                            == (row.number
                                ?? row.linkedTo.flatMap { creator in
                                    indexByCreator[creator].map { applications[Int($0)].number }
                                })
                case .modified: row.facts.contains(.modified) && number == row.number
                case .renewed: row.facts.contains(.renewed) && number == row.number
                case .struckOff: row.facts.contains(.struckOff) && number == row.number
                case .reinstated: row.facts.contains(.reinstated) && number == row.number
                case .deleted: row.facts.contains(.deleted) && number == row.number
                case .imported: row.facts.contains(.imported) && number == row.number
                case .recorded: !row.facts.isDisjoint(with: [.undeliverable, .proven, .warned, .ruled, .litigation])
                case .refused: row.facts.contains(.declined) && !receipt.anomalies.isEmpty
                case .unspecified, .UNRECOGNIZED: false
                }
            }
        findings.expect(
            isSaid && row.id == id && receipt.kind.rawValue == Int(row.kind) && receipt.receivedOn == row.day.iso,
            .answerDiffers,
            place,
            id.text,
        )
        if !receipt.firstFiledOn.isEmpty, let number, let index = indexByNumber[number] {
            let initial = applications[Int(index)].initial
            findings.expect(receipt.firstFiledOn == initial.iso, .receiptDayDiffers, place, number.text)
        }
    }

    /// Who named an alias is told what it was merged into; nobody else is told to use another number.
    private mutating func checkKept(_ receipt: WireReceipt, _ row: AuditedSubmission, at place: RecordPlace) {
        let isMerged = receipt.anomalies.contains { $0.code == AnomalyCode.numberMerged.rawValue }
        let isKept =
            if isMerged {
                if let kept = UniqueNumber(receipt.keptNumber), let asked = row.asked {
                    wasMerged(asked, into: kept)
                } else {
                    false
                }
            } else {
                receipt.keptNumber.isEmpty
            }
        findings.expect(isKept, .answerDiffers, place, receipt.submissionID)
    }

    /// At some time, in one step or several.
    private func wasMerged(_ number: UniqueNumber, into kept: UniqueNumber) -> Bool {
        var reached: Set<UniqueNumber> = []
        var open = [number]
        while let one = open.popLast() {
            for next in mergedInto[one] ?? [] where reached.insert(next).inserted { open.append(next) }
        }
        return reached.contains(kept)
    }

    /// A record of `nu.rejects`.
    package mutating func takeReject(_ record: LogRecord, partition: Int) {
        findings.read(1)
        let place = RecordPlace(Topic.rejects.name, partition, record.offset)
        guard let topic = record.header(HeaderName.originalTopic) else {
            findings.check(.answers)
            return findings.add(.unreadable, place)
        }
        guard topic == Topic.submissions.name else { return }  // an unreadable record of the register is found there
        findings.check(.answers)
        guard let original = record.header(HeaderName.originalPartition).flatMap(Int.init),
            let offset = record.header(HeaderName.originalOffset).flatMap(Int64.init),
            let count = record.header(HeaderName.rejectCount).flatMap(Int.init)
        else { return findings.add(.unreadable, place) }
        rejects[RejectKey(partition: original, offset: offset, count: count), default: []].append(place)
    }

    /// A record of `nu.submissions`. Everything else was fed before.
    package mutating func takeSubmission(_ record: LogRecord, partition: Int) {
        findings.read(1)
        findings.check(.answers)
        let place = RecordPlace(Topic.submissions.name, partition, record.offset)
        // Intake's own, which asks for nothing.
        if record.value == nil, record.header(HeaderName.marker) != nil { return }
        let source = SourcePosition(partition: Int32(partition), offset: record.offset)
        if firstSubmissions[partition] == nil { firstSubmissions[partition] = record.offset }
        let key = RejectKey(
            partition: record.header(HeaderName.originalPartition).flatMap(Int.init) ?? partition,
            offset: record.header(HeaderName.originalOffset).flatMap(Int64.init) ?? record.offset,
            count: (record.header(HeaderName.rejectCount).flatMap(Int.init) ?? 0) + 1,
        )
        if let row = submissions[source] {
            submissions[source]?.isSeen = true
            if record.value != nil, let index = row.number.flatMap({ indexByNumber[$0] }),
                applications[Int(index)].isPurged
            {
                findings.noteSentOfPurged()
            }
            if row.receipts == 0 {
                if isPending(row) { findings.wait() } else { findings.add(.unanswered, place, row.id.text) }
            }
            return
        }
        if let found = rejects[key], !found.isEmpty {
            rejects[key]?.removeLast()
        } else if standing.position(WorkerGroup.intake, partition) > record.offset {
            findings.add(.unanswered, place)
        } else {
            findings.wait()
        }
    }

    /// True when the workers have not come to the answer yet, or it waits for a day to be closed.
    private func isPending(_ row: AuditedSubmission) -> Bool {
        let partition = Int(row.partition)
        let isApplication = row.isOfKind([.creation, .separation, .importing])
        if isApplication {
            let workers = [
                WorkerGroup.deduplication, WorkerGroup.numbering, WorkerGroup.renewal, WorkerGroup.strikeOff,
            ]
            if !workers.allSatisfy({ hasCaughtUp($0, partition) }) { return true }
            return partitions[partition].lastClosed.map { row.day > $0 } ?? true
        }
        let isJudged = !row.isLimited || row.facts.contains(.judged)
        return !hasRead(isJudged ? Owner(kind: row.kind).worker : WorkerGroup.numbering, partition, row.offset)
    }

    mutating func finishAnswers() {
        for source in repeats {
            guard let row = submissions[source] else { continue }
            findings.check(.answers)
            // A refusal is remembered too, and the id may have been decided on since.
            if row.outcome == UInt8(WireOutcome.refused.rawValue) { continue }
            let before = ([decisions[row.decided]].compactMap(\.self) + (earlierDecisions[row.decided] ?? []))
                .compactMap {
                    submissions[$0]
                }
            // Whoever asks again under an id that is forgotten may have put an import in place of a creation.
            let entries = [WireOutcome.registered, .imported].map { UInt8($0.rawValue) }
            let isSame = before.contains { first in
                (first.outcome == row.outcome || (entries.contains(first.outcome) && entries.contains(row.outcome)))
                    && (answerNumbers[source] == nil || answerNumbers[source] == first.number)
            }
            if !isSame { findings.add(.repeatDiffers, place(source), row.id.text) }
        }
        for (key, places) in rejects.sorted(by: {
            ($0.key.partition, $0.key.offset) < ($1.key.partition, $1.key.offset)
        }) {
            // What was rejected may have been deleted since, as may what was accepted.
            guard let first = firstSubmissions[key.partition], key.offset >= first else { continue }
            for place in places { findings.add(.rejectWithoutSubmission, place) }
        }
        // Submissions may have been deleted since; what stands after the first one that is left must be there.
        for (source, row) in submissions.sorted(by: { $0.key < $1.key }) where !row.isSeen {
            guard let first = firstSubmissions[Int(source.partition)], source.offset >= first,
                source.offset < submissionEnds[Int(source.partition)] ?? 0
            else { continue }
            findings.add(.answerWithoutSubmission, place(source), row.id.text)
        }
    }

    private func place(_ source: SourcePosition) -> RecordPlace {
        RecordPlace(Topic.submissions.name, Int(source.partition), source.offset)
    }

    private func readReceipt(_ record: LogRecord) -> WireReceipt? {
        guard record.header(HeaderName.contentType) == ContentType.xml.rawValue else {
            return read(record, as: WireReceipt.self)
        }
        return record.value.flatMap { try? WireReceipt(xml: $0) }
    }

    /// A message of an open topic, in the format that its header names.
    func read<M: Message>(_ record: LogRecord, as type: M.Type) -> M? {
        guard let value = record.value else { return nil }
        return record.header(HeaderName.contentType) == ContentType.json.rawValue
            ? try? M(jsonUTF8Bytes: value) : try? M(serializedBytes: value)
    }
}
