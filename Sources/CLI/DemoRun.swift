import Assembly
import Demo
import Foundation
import Logging
import Observability
import Register
import Schemas
import Sealing
import Stream
import WorkerKit

/// Runs a scenario through the real path: published submissions, six workers, the statistics topic.
struct DemoRun {
    let log: any StreamLog
    let lanes: Int
    let scenario: Scenario
    var law = LegalCalendar()
    let sealer: FormSealer
    let progress: (DemoDriver.Progress) -> Void

    func run() throws -> (result: DemoResult, seconds: Double, cpuSeconds: Double) {
        _ = try log.beginIfEmpty(comparison: sealer.marker.comparison, clock: .replay)
        let calendar = ManualCalendar()
        let assembly = Assembly(log: log, calendar: calendar, legalCalendar: law, sealer: sealer)
        let start = DispatchTime.now().uptimeNanoseconds
        let cpu = ProcessUsage.cpuSeconds()
        // The workers start once the desks and communes are published: intake reads them before it judges.
        var group: LaneGroup?
        defer { group?.stop() }
        var driver = try DemoDriver(
            scenario,
            log: log,
            closeDay: { day, meanwhile in
                if let group { try Settling(log: log, group: group).close(day, calendar, meanwhile: meanwhile) }
            },
            settle: { if let group { try Settling(log: log, group: group).settle() } },
            progress: progress,
        )
        let result = try driver.run {
            group = LaneGroup(assembly, workers: WorkerName.allCases, lanes: lanes, instance: "demo")
        }
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
        return (result, seconds, ProcessUsage.cpuSeconds() - cpu)
    }
}

/// Waits for the workers: until a day is closed, until there is nothing left to do.
struct Settling {
    let log: any StreamLog
    let group: LaneGroup

    /// Says that days through this one are over, and returns when the register says so too: what is published then stands
    /// behind the end of the day. What follows from that goes on. `meanwhile` is called while the day is being closed.
    func close(_ day: CivilDate, _ calendar: ManualCalendar, meanwhile: () -> Void) throws {
        let partitions = try log.partitions(of: .register)
        calendar.close(through: day)
        meanwhile()
        try wait {
            var closed: Set<TopicPartition> = []
            for reading in group.readings where reading.worker == WorkerName.renewal.rawValue {
                for status in reading.status.partitions where status.calendar?.closed.map({ $0 >= day }) ?? false {
                    closed.insert(status.partition)
                }
            }
            return closed.isSuperset(of: partitions)
        }
    }

    /// Returns when every worker has read everything there is.
    func settle() throws {
        let partitions = try log.partitions(of: .register)
        try wait {
            // The positions tell by themselves when it is worth asking the log where it ends. What follows from a record
            // is committed before a lane shows that it has passed it: if the ends are where the positions were, all is
            // done.
            guard let positions = commonPositions() else { return false }
            return try log.endOffsets(of: partitions).allSatisfy { positions[$0.key] == $0.value }
        }
    }

    private func wait(until isDone: () throws -> Bool) throws {
        while try !isDone() {
            if let failure = group.failure { throw failure }
            log.waitForAppend(timeoutMilliseconds: 2)
        }
    }

    /// Where all workers stand, if they stand at the same place in every partition. Positions come from the lanes: what
    /// a group has committed may stay before the end, where only a log's own marks stand in between.
    private func commonPositions() -> [TopicPartition: Int64]? {
        var positions: [TopicPartition: Int64] = [:]
        var served = 0
        for reading in group.readings where reading.worker != WorkerName.intake.rawValue {
            for status in reading.status.partitions {
                guard status.rowsLeft == nil, positions[status.partition, default: status.position] == status.position
                else { return nil }
                positions[status.partition] = status.position
                served += 1
            }
        }
        return served == positions.count * (WorkerName.allCases.count - 1) ? positions : nil
    }
}
