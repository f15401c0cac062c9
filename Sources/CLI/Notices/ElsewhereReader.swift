import Deduplication
import Foundation
import Letters
import Register
import Schemas
import Sealing
import Stream
import WorkerKit

/// Finds the live applications that people who were housed on a day have in other territories.
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

    /// Of the strike-offs of a day, in the order of the other number. `unopened`: those whose form is erased by now.
    func read(_ day: CivilDate) throws -> (matches: [Match], unopened: [UniqueNumber]) {
        let leases = try leases(on: day)
        var wanted: [PersonKey: [UniqueNumber]] = [:]
        var unopened: [UniqueNumber] = []
        let marker = PersonMarker(keys)
        for (territory, numbers) in Dictionary(grouping: leases.keys, by: \.territory) {
            let dossiers = try NoticeReader(log: log, keys: keys).dossiers(of: Set(numbers), in: territory, at: day)
            for number in numbers {
                guard let form = dossiers[number]?.application else {
                    unopened.append(number)
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
                guard let lease = leases[number] else { continue }
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
        let sorted = matches.sorted { ($0.other.text, $0.housed.text) < ($1.other.text, $1.housed.text) }
        return (sorted, unopened.sorted { $0.text < $1.text })
    }

    private func leases(on day: CivilDate) throws -> [UniqueNumber: WireStruckOff] {
        var leases: [UniqueNumber: WireStruckOff] = [:]
        try log.readRegister(Interest([.struckOff, .reinstated])) { record in
            guard let number = record.number else { return }
            switch record.fact {
            case .struckOff(let fact) where record.day == day && StrikeOffReason(fact.reason) == .allocated:
                leases[number] = fact
            // It was a mistake.
            case .reinstated: leases[number] = nil
            default: break
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
