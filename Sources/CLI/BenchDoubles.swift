import Deduplication
import Demo
import Dispatch
import Register
import Schemas
import Sealing
import SwiftProtobuf
import WorkerKit

/// Deduplication of people who file more than once and are not written alike, in one territory that has many already.
struct BenchDoubles {
    /// How many people are in the territory before anything is timed.
    let people: Int
    let seed: UInt64
    let sealer: FormSealer

    /// What is timed.
    private static let timed = 20_000

    func run(into report: inout BenchReport) throws {
        let rows = DoubleFiles().rows(people: people + BenchDoubles.timed, seed: seed)
        let records = rows.enumerated().map { index, row in record(row, index).encoded() }
        let before = ProcessUsage.trimmedResidentBytes()
        var worker = DeduplicationWorker()
        worker.prepare()
        var live = 0
        var linked = 0
        var reviewed = 0
        func settle(_ worker: inout DeduplicationWorker) {
            var drain = TablePass(.drain)
            worker.apply(&drain)
            var keep = TablePass(.keep)
            worker.apply(&keep)
        }
        var spent = 0.0
        let first = max(0, records.count - BenchDoubles.timed)
        for (index, bytes) in records.enumerated() {
            if index == first { spent = ProcessUsage.threadSeconds() }
            var output = Output()
            guard
                let record = try RegisterRecord.decode(
                    bytes[...],
                    offset: Int64(index),
                    interest: DeduplicationWorker.interest
                )
            else { continue }
            worker.process(record, into: &output)
            for fact in output.facts {
                switch fact.fact {
                case .cleared(let cleared):
                    live += 1
                    worker.process(numbered(fact, cleared, live), into: &output)
                case .linked:
                    linked += 1
                    worker.process(fact, into: &output)
                case .reviewOpened: reviewed += 1
                default: break
                }
            }
            if index % 4_000 == 3_999 { settle(&worker) }
        }
        settle(&worker)
        let seconds = ProcessUsage.threadSeconds() - spent
        let memory = ProcessUsage.trimmedResidentBytes() - before
        report.add(
            "deduplication, doubles, against \(live) live applications",
            Double(records.count - first) / seconds,
            "applications/s"
        )
        report.add("deduplication, doubles, memory", Double(memory) / Double(max(1, live)), "bytes/person")
        report.add("deduplication, doubles, linked", Double(linked), "of \(records.count)")
        report.add("deduplication, doubles, reviews", Double(reviewed), "of \(records.count)")
        withExtendedLifetime(worker) {}
    }

    private func record(_ row: DoubleFiles.Row, _ index: Int) -> RegisterRecord {
        let request = WireCreation.with {
            $0.application.applicant.identity.civility = row.sex
            $0.application.applicant.identity.lastName = row.lastName
            $0.application.applicant.identity.birthName = row.birthName
            $0.application.applicant.identity.firstNames = row.firstNames
            $0.application.applicant.identity.birthDate = row.birthDate
            $0.application.applicant.identity.nir = row.nir
            $0.application.applicant.contact.addressLine = row.address
            $0.application.applicant.contact.postcode = row.postcode
            $0.application.applicant.contact.commune = row.commune
            $0.application.applicant.contact.phone = row.phone
            $0.application.applicant.contact.mobile = row.mobile
            $0.application.applicant.contact.email = row.email
            $0.application.wanted.communes = ["59350"]
        }
        let accepted = WireAccepted.with {
            $0.fingerprint = UInt64(index)
            $0.request.creation = request
            $0.deskKind = "BAILLEUR"
        }
        let record = RegisterRecord(
            submission: SubmissionID(high: UInt64(index) &* 0x9E37_79B9_7F4A_7C15, low: UInt64(index)),
            territory: .nord,
            day: CivilDate(days: 15_000),
            desk: DeskCode(code: "G5901"),
            source: SourcePosition(partition: 0, offset: Int64(index)),
            kind: .creation,
            fact: .accepted(accepted),
        )
        return sealer.seal(record).record
    }

    private func numbered(_ record: RegisterRecord, _ cleared: WireCleared, _ count: Int) -> RegisterRecord {
        let desk = DeskCode(code: "G5901") ?? .portal
        let number = UniqueNumber(
            territory: .nord,
            filed: record.day,
            sequence: count % UniqueNumber.sequenceEnd,
            desk: desk
        )
        return record.followed(
            by: .registered(
                .with {
                    $0.initialDay = cleared.initialDay
                    $0.validFrom = cleared.validFrom
                }
            ),
            number: number,
        )
    }
}
