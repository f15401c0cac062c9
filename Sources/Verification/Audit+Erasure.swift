import Register
import Schemas
import Sealing
import Stream
import SwiftProtobuf
import WorkerKit

// 9. Who is purged opens nowhere; who is not does.
extension Audit {
    /// A record of `nu.keys`. All that the register had when its end was taken come before it is read.
    package mutating func takeKey(_ record: LogRecord, partition: Int) {
        findings.read(1)
        let place = RecordPlace(Topic.keys.name, partition, record.offset)
        checkHeaders(record, of: .keys, at: place)
        // A heartbeat says nothing: it is there for Kafka to close a segment.
        if let key = record.key, key.elementsEqual(KeyHeartbeat.key) { return }
        guard let key = record.key, let id = KeyID(bytes: key) else {
            findings.add(.unreadable, place)
            return
        }
        vault.take(key: key, value: record.value)
        keys.take(id, isDropped: record.value == nil, at: place, timestamp: record.timestamp)
    }

    /// How long Kafka may take to compact a dropped key away: a day until its segment is closed, seven until that is
    /// compacted, and as much again for a cluster that has other work.
    private static let droppedKeysMax: Int64 = 16 * 86_400_000

    private mutating func finishDroppedKeys() {
        guard let now = settings.now, let left = keys.oldestDropped, left.droppedAt > 0 else { return }
        findings.expect(now - left.droppedAt <= Audit.droppedKeysMax, .droppedKeyReadable, left.place)
    }

    /// What is sealed in a submission, as intake wrote it.
    mutating func checkSealed(_ record: RegisterRecord, _ accepted: WireAccepted, at place: RecordPlace) {
        findings.check(.erasure)
        let subject = record.submission?.text ?? ""
        if let comparison, comparison != accepted.comparison { findings.add(.otherComparison, place, subject) }
        comparison = comparison ?? accepted.comparison
        guard accepted.comparison != 0 else { return }
        if accepted.request.hasNominative { findings.add(.formOpen, place, subject) }
        guard settings.masterKeys != nil else { return }
        // One that is dropped is judged at the end.
        if let key = record.key, !vault.has(key) { return }
        do throws(Vault.Failure) {
            _ = try vault.request(of: record, accepted)
        } catch {
            findings.add(.formDoesNotOpen, place, subject)
        }
    }

    /// A row of a changelog that may name somebody who is purged. Comes after the register.
    package mutating func takeRow(_ record: LogRecord, of worker: String, partition: Int) {
        findings.read(1)
        guard let key = record.key, let row = erasable(Array(key), of: worker) else { return }
        // The last record of a key counts.
        rowsLeft[row] = record.value == nil ? nil : RecordPlace(Topic.state(of: worker).name, partition, record.offset)
        if worker == WorkerGroup.numbering, let value = record.value {
            // The number stays, as it is never given again; who had it does not.
            let numbered = try? WireNumberedRow(serializedBytes: value)
            let isNobody = numbered.map { $0.birthMark == 0 && $0.lastMark == 0 && $0.givenMark == 0 } ?? false
            if isNobody { rowsLeft[row] = nil }
        }
    }

    /// What would be a row of a purged application or person.
    private func erasable(_ key: [UInt8], of worker: String) -> StateRow? {
        guard let tag = key.first else { return nil }
        let rest = Array(key.dropFirst())
        return rest.withUnsafeBytes { bytes in
            let isErased: Bool
            switch (worker, tag) {
            case (WorkerGroup.deduplication, 1): isErased = PersonKey(decoding: bytes).map(erased.contains) ?? false
            case (WorkerGroup.deduplication, 2), (WorkerGroup.deduplication, 10):
                isErased = SubmissionID(decoding: bytes).flatMap { indexByCreator[$0] }.map(isPurged) ?? false
            case (WorkerGroup.deduplication, 3), (WorkerGroup.numbering, 3), (WorkerGroup.renewal, 1),
                (WorkerGroup.strikeOff, 1):
                isErased = UniqueNumber(decoding: bytes).flatMap { indexByNumber[$0] }.map(isPurged) ?? false
            default: isErased = false
            }
            return isErased ? StateRow(worker: worker, key: key) : nil
        }
    }

    private func isPurged(_ index: Int32) -> Bool { applications[Int(index)].isPurged }

    /// The register was read: whom nobody may know any more.
    package mutating func finishRegister() {
        for application in applications where !application.isPurged { erased.subtract(application.persons) }
        for persons in forms.values { erased.subtract(persons) }
    }

    mutating func finishErasure() {
        finishDroppedKeys()
        for row in submissions.values {
            guard let key = row.key else { continue }
            findings.check(.erasure)
            let place = place(row.partition, row.offset)
            switch fate(of: row) {
            case .kept:
                if vault.has(key) { continue }
                isAtRest ? findings.add(.keyMissing, place, row.id.text) : findings.wait()
            case .erased: if vault.has(key) { findings.add(.keyLeft, place, row.id.text) }
            case .open: findings.wait()
            }
        }
        for (row, place) in rowsLeft.sorted(by: { $0.value.description < $1.value.description }) {
            let isCaughtUp = isAtRest && hasCaughtUp(row.worker, place.partition)
            isCaughtUp ? findings.add(.rowLeft, place) : findings.wait()
        }
        findings.check(.erasure, count: erased.count)
    }

    /// What must have become of a sealed form.
    private enum Fate {
        /// Its application's, if it has one yet.
        case kept
        case erased
        /// Not settled by what the workers have read.
        case open
    }

    private func fate(of row: AuditedSubmission) -> Fate {
        if !row.facts.isDisjoint(with: [.declined, .repeated]) { return .erased }
        guard let index = row.number.flatMap({ indexByNumber[$0] }), row.isDecided || row.facts.contains(.linked) else {
            return .kept
        }
        let application = applications[Int(index)]
        guard application.isPurged || application.isDeleted && !application.isKept else { return .kept }
        let partition = Int(application.partition)
        let isSettled =
            hasCaughtUp(WorkerGroup.strikeOff, partition) && hasCaughtUp(WorkerGroup.deduplication, partition)
        return isSettled ? .erased : .open
    }
}

/// A row of a worker's state, by its key.
struct StateRow: Hashable {
    let worker: String
    let key: [UInt8]
}
