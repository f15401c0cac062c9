import Intake
import Logging
import Schemas
import Stream

/// The desks and communes as their topics say now: read before each batch, whole before the first. Used from one lane.
final class References {
    private(set) var current = IntakeReferences()
    private let log: any StreamLog
    private let logger: Logger
    private var next: [TopicPartition: Int64] = [:]

    init(_ log: any StreamLog, logger: Logger) throws(LogError) {
        self.log = log
        self.logger = logger
        for topic in [Topic.desks, Topic.communes] {
            for partition in 0..<(try log.partitionCount(of: topic.name)) {
                next[TopicPartition(topic.name, partition)] = 0
            }
        }
    }

    /// Throws with remedy `retry` while a transaction stands undecided before the end: what it says of a desk may hold, and a
    /// refusal by the desks before it would be final.
    func refresh() throws(LogError) {
        let ends = try log.endOffsets(of: Array(next.keys))
        for (partition, start) in next.sorted(by: { $0.key < $1.key }) {
            var position = start
            while position < ends[partition] ?? 0 {
                let batch = try log.read(partition, from: position, limit: 10_000)
                for record in batch.records { take(record, of: partition) }
                guard batch.next > position else {
                    let place = "\(partition)@\(position)"
                    throw LogError(.busy, .retry, "an undecided transaction stands at \(place): desks wait for its end")
                }
                position = batch.next
                next[partition] = position
            }
            if position > start { log.release(partition) }
        }
    }

    private func take(_ record: LogRecord, of partition: TopicPartition) {
        guard let key = record.key else { return }
        do throws(ReferenceError) {
            if partition.topic == Topic.desks.name {
                try current.take(desk: key, value: record.value)
            } else {
                try current.take(commune: key, value: record.value)
            }
        } catch {
            // The reference stays as it was: a bad update opens no door and closes none.
            logger.error(
                "reference record left out",
                metadata: ["at": "\(partition)@\(record.offset)", "error": "\(error)"]
            )
        }
    }
}
