import Matching
import Register
import Schemas
import Sealing
import Statistics
import Stream
import WorkerKit

/// Reads what is counted across territories: which applications are live, and sketches of who asks in them.
///
/// Forms are opened one at a time, and of each the sketches alone are kept. Their key is drawn for one reading and written
/// nowhere: they can be compared with each other, and never with those of the register, nor with those of another reading.
struct AcrossReader {
    let log: any StreamLog
    /// What opens the forms.
    let keys: MasterKeys?
    /// Nil: all.
    let territories: Set<Territory>?

    /// What was read, and the last day that the register says anything of; no day where it says nothing.
    func read(_ judge: Judge) throws -> (count: AcrossCount, day: CivilDate?) {
        var ends: [(partition: TopicPartition, end: Int64)] = []
        for partition in try partitions() { ends.append((partition, try log.endOffset(of: partition))) }
        let total = ends.reduce(0) { $0 + Int($1.end) }
        var bar = ProgressBar("Registre / register", total: 2 * total)
        var done = 0
        func scan(_ interest: Interest, _ body: (RegisterRecord) throws -> Void) throws {
            for (partition, end) in ends {
                try log.readRegister(partition, to: end, interest) { record in
                    try body(record)
                    bar.update(done + Int(record.offset))
                }
                done += Int(end)
            }
        }
        var applications = LiveApplications(of: territories)
        try scan(LiveApplications.interest) { applications.note($0) }

        var count = AcrossCount(judge)
        for (territory, pairs) in applications.openReviews { count.add(openReviews: pairs, in: territory) }
        var forms = applications.forms
        let wanted = applications.formKeys
        let day = applications.lastDay
        applications = LiveApplications()
        var vault = Vault(keys, of: try log.registerID(), wanted: wanted)
        try log.readKeys(into: &vault)
        let key = SketchKey(low: .random(in: .min ... .max), high: .random(in: .min ... .max))
        try scan(AcrossReader.forms) { record in
            guard case .accepted(let accepted) = record.fact, let source = record.source,
                let territory = forms.removeValue(forKey: source)
            else { return }
            do throws(Vault.Failure) {
                let form = try vault.request(of: record, accepted).application
                count.add(form?.sketches(under: key) ?? [], in: territory)
            } catch {
                // Without any master key there is nothing to count.
                if case .closed = error { throw error }
                count.addUnopened(in: territory)
            }
        }
        bar.finish()
        // Of those whose submission the register lacks, nothing can be said either.
        for territory in forms.values { count.addUnopened(in: territory) }
        return (count, day)
    }

    private static let forms = Interest([], submissions: [.creation, .separation, .importing, .modification, .renewal])

    /// Where these territories stand.
    private func partitions() throws -> [TopicPartition] {
        guard let territories else { return try log.partitions(of: .register) }
        return try Set(territories.map { try log.register(of: $0) }).sorted()
    }
}
