import Deduplication
import Register
import Schemas
import Stream
import WorkerKit

/// Reads in the changelog of deduplication what it left out.
struct LeftOutReader {
    let log: any StreamLog

    /// In the order of the territories; as it was said last. Of one territory, its partition alone is read.
    func leftOut(in territory: Territory?) throws -> [LeftOut] {
        let state = Topic.state(of: DeduplicationWorker.name)
        let partition = try territory.map { TopicPartition(state.name, try log.register(of: $0).partition) }
        var found: [Territory: LeftOut] = [:]
        try log.readAll(state, partition, saying: "État / state") { record in
            guard let key = record.key, let value = record.value, let left = LeftOut(key: key, value: value) else {
                return
            }
            found[left.territory] = left
        }
        return found.values.filter { (territory ?? $0.territory) == $0.territory }
            .sorted { $0.territory.code < $1.territory.code }
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
