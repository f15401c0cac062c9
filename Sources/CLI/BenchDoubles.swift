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
    /// How many of them file with a co-applicant.
    let coApplicants: Double
    let seed: UInt64
    let sealer: FormSealer

    /// What is timed.
    private static let timed = 20_000

    func run(into report: inout BenchReport) throws {
        let rows = DoubleFiles().rows(people: people + BenchDoubles.timed, seed: seed)
        let records = encoded(rows)
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
        var bar = ProgressBar("deduplication", total: records.count)
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
            if index % 4_000 == 3_999 {
                settle(&worker)
                bar.update(index)
            }
        }
        settle(&worker)
        bar.finish()
        let seconds = ProcessUsage.threadSeconds() - spent
        let memory = ProcessUsage.trimmedResidentBytes() - before
        report.add(
            "deduplication, doubles, against \(live) live applications",
            Double(records.count - first) / seconds,
            "applications/s"
        )
        report.add("deduplication, doubles, memory", Double(memory) / Double(max(1, live)), "bytes/application")
        report.add("deduplication, doubles, memory in all", Double(memory) / 1e6, "MB")
        report.add("deduplication, doubles, linked", Double(linked), "of \(records.count)")
        report.add("deduplication, doubles, reviews", Double(reviewed), "of \(records.count)")
        withExtendedLifetime(worker) {}
    }

    /// Who files with a co-applicant does so each time, with the same one, who files alone nowhere.
    private func encoded(_ rows: [DoubleFiles.Row]) -> [[UInt8]] {
        var known: Set<String> = []
        var others = DoubleFiles().rows(people: Int(Double(rows.count) * coApplicants), seed: ~seed)
            .filter { known.insert($0.person).inserted }
        var partners: [String: DoubleFiles.Row?] = [:]
        var due = 0.0
        var bar = ProgressBar("forms", total: rows.count)
        defer { bar.finish() }
        return rows.enumerated().map { index, row in
            if index % 1_000 == 0 { bar.update(index) }
            if partners[row.person] == nil {
                due += coApplicants
                partners[row.person] = .some(due >= 1 ? others.popLast() : nil)
                if due >= 1 { due -= 1 }
            }
            var partner = partners[row.person] ?? nil
            partner?.address = row.address
            partner?.postcode = row.postcode
            partner?.commune = row.commune
            partner?.phone = row.phone
            return record(row, partner, index).encoded()
        }
    }

    private func person(_ row: DoubleFiles.Row) -> WirePerson {
        .with {
            $0.identity.civility = row.sex
            $0.identity.lastName = row.lastName
            $0.identity.birthName = row.birthName
            $0.identity.firstNames = row.firstNames
            $0.identity.birthDate = row.birthDate
            $0.identity.nir = row.nir
            $0.contact.addressLine = row.address
            $0.contact.postcode = row.postcode
            $0.contact.commune = row.commune
            $0.contact.phone = row.phone
            $0.contact.mobile = row.mobile
            $0.contact.email = row.email
        }
    }

    private func record(_ row: DoubleFiles.Row, _ partner: DoubleFiles.Row?, _ index: Int) -> RegisterRecord {
        let request = WireCreation.with {
            $0.application.applicant = person(row)
            $0.application.coApplicants = [partner].compactMap { $0.map(person) }
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
