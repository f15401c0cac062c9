import Deduplication
import Register
import Schemas
import Stream
import WorkerKit

/// Reads in the changelog of deduplication what it left out.
struct LeftOutReader {
    let log: any StreamLog

    /// In the order of the territories; as it was said last.
    func leftOut() throws -> [LeftOut] {
        var found: [Territory: LeftOut] = [:]
        try log.readAll(.state(of: DeduplicationWorker.name)) { _, record in
            guard let key = record.key, let value = record.value, let left = LeftOut(key: key, value: value) else {
                return
            }
            found[left.territory] = left
        }
        return found.values.sorted { $0.territory.code < $1.territory.code }
    }
}

extension LeftOut {
    /// A line under the table of reviews.
    var line: String {
        """
        \(territory.code) : hors recherche, \(blocks) groupes trop grands, \(applications) demandes sans aucun groupe, \
        \(reviews) paires douteuses non signalées / left out: \(blocks) blocks too large, \(applications) applications \
        without any block, \(reviews) doubtful pairs not asked about
        """
    }

    /// A line among those of the reviews. Counts are texts, as in canonical JSON.
    var json: String {
        """
        {"leftOut":{"territory":"\(territory.code)","blocks":"\(blocks)","applications":"\(applications)",\
        "reviews":"\(reviews)"}}
        """
    }
}
