import Stream

/// What a process shows of itself at one moment: everything the metrics page is made of.
package struct Reading: Sendable {
    package var process: ProcessFacts
    package var lanes: [LaneReading]
    /// Where the partitions end that the lanes read. One that is missing could not be asked for.
    package var ends: [TopicPartition: Int64]

    package init(process: ProcessFacts, lanes: [LaneReading], ends: [TopicPartition: Int64]) {
        self.process = process
        self.lanes = lanes
        self.ends = ends
    }
}

package struct LaneReading: Sendable {
    package var worker: String
    package var group: String
    /// Its number among the lanes of this worker in this process.
    package var lane: Int
    package var status: LaneStatus

    package init(worker: String, group: String, lane: Int, status: LaneStatus) {
        self.worker = worker
        self.group = group
        self.lane = lane
        self.status = status
    }
}

package struct ProcessFacts: Sendable {
    package var version: String
    /// In seconds since 1970.
    package var startedAt: Double
    package var cpuSeconds: Double
    package var residentBytes: Int

    package init(version: String, startedAt: Double, cpuSeconds: Double, residentBytes: Int) {
        self.version = version
        self.startedAt = startedAt
        self.cpuSeconds = cpuSeconds
        self.residentBytes = residentBytes
    }
}

extension [LaneReading] {
    /// Asks the log where the partitions end that these lanes read: each once, though several workers read it.
    ///
    /// A log that does not answer is not asked again in this reading: each question would take its whole patience.
    package func ends(in log: any StreamLog) -> [TopicPartition: Int64] {
        var ends: [TopicPartition: Int64] = [:]
        for partition in Set(flatMap { $0.status.partitions.map(\.partition) }).sorted() {
            guard let end = try? log.endOffset(of: partition) else { break }
            ends[partition] = end
        }
        return ends
    }
}
