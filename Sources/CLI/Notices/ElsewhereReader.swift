import Deduplication
import Foundation
import Letters
import Register
import Schemas
import Sealing
import Stream
import WorkerKit

/// Finds the live applications that people who were housed have in other territories.
///
/// Nothing in the log joins persons across territories (decision 10). Whoever holds the master key can make the marks that the
/// few who signed a lease would have elsewhere, and look for these alone.
struct ElsewhereReader {
    let log: any StreamLog
    let keys: MasterKeys?

    struct Match: Hashable {
        let housed: UniqueNumber
        let lease: CivilDate
        let landlord: String
        let other: UniqueNumber
    }

    struct Found {
        /// In the order of the other number.
        var matches: [Match] = []
        /// Those whose form is erased by now.
        var unopened: [UniqueNumber] = []
        /// Strike-offs for an allocation that were looked at.
        var leases = 0

        mutating func add(_ other: Found) {
            matches += other.matches
            unopened += other.unopened
            leases += other.leases
        }
    }

    private struct Lease {
        let fact: WireStruckOff
        let day: CivilDate
    }

    /// What stands behind the last batch, as far as deduplication has read: whom it has not read of, it finds nowhere.
    func waiting(_ ledger: ExportLedger) throws -> [WireExportedRange] {
        let places = ledger.places(of: .leases)
        return try log.partitions(of: .register).compactMap { partition in
            let end = try log.endOffset(of: partition)
            let read = try log.committedOffset(of: "nu.\(DeduplicationWorker.name)", in: partition) ?? end
            let from = places[partition.partition] ?? 0
            let until = min(end, read)
            return from < until ? WireExportedRange(partition.partition, from: from, until: until) : nil
        }
    }

    /// Of the strike-offs in these places.
    func read(_ ranges: [WireExportedRange]) throws -> Found {
        let leases = try leases(in: ranges)
        var wanted: [PersonKey: [UniqueNumber]] = [:]
        var found = Found()
        found.leases = leases.count
        let marker = PersonMarker(keys)
        for (territory, numbers) in Dictionary(grouping: leases.keys, by: \.territory) {
            let end = try log.endOffset(of: log.register(of: territory))
            let days = leases.filter { $0.key.territory == territory }.mapValues { Set([$0.day]) }
            let dossiers = try NoticeReader(log: log, keys: keys).dossiers(of: days, in: territory, until: end)
            for number in numbers {
                guard let lease = leases[number], let form = dossiers.dossier(of: number, at: lease.day)?.application
                else {
                    found.unopened.append(number)
                    continue
                }
                for other in Territory.all where other != territory {
                    for person in marker.tellingKeys(of: form, within: other) {
                        wanted[person, default: []].append(number)
                    }
                }
            }
        }
        var matches: Set<Match> = []
        for (person, other) in try live(Set(wanted.keys)) {
            for number in wanted[person] ?? [] {
                guard let lease = leases[number]?.fact else { continue }
                matches.insert(
                    Match(
                        housed: number,
                        lease: CivilDate(days: lease.leaseDay),
                        landlord: lease.landlordSiren,
                        other: other
                    )
                )
            }
        }
        found.matches = matches.sorted { ($0.other.text, $0.housed.text) < ($1.other.text, $1.housed.text) }
        found.unopened.sort { $0.text < $1.text }
        return found
    }

    private func leases(in ranges: [WireExportedRange]) throws -> [UniqueNumber: Lease] {
        var leases: [UniqueNumber: Lease] = [:]
        for range in ranges {
            let partition = TopicPartition(Topic.register.name, Int(range.partition))
            let end = try log.endOffset(of: partition)
            try log.readRegister(partition, to: end, Interest([.struckOff, .reinstated])) { record in
                guard let number = record.number, record.offset >= range.places.lowerBound else { return }
                switch record.fact {
                case .struckOff(let fact)
                where range.places.contains(record.offset) && StrikeOffReason(fact.reason) == .allocated:
                    leases[number] = Lease(fact: fact, day: record.day)
                // It was a mistake.
                case .reinstated: leases[number] = nil
                default: break
                }
            }
        }
        return leases
    }

    /// The live applications that these persons are in: by deduplication's own rows, and of these only theirs.
    private func live(_ persons: Set<PersonKey>) throws -> [(person: PersonKey, number: UniqueNumber)] {
        if persons.isEmpty { return [] }
        var search = PersonSearch(persons)
        try log.readAll(.state(of: DeduplicationWorker.name), saying: "État / state") { record in
            if let key = record.key { try search.note(key: key, value: record.value) }
        }
        return search.applications
    }
}
