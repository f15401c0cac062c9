import Assembly
import Demo
import Foundation
import Logging
import Observability
import Register
import Schemas
import Stream

/// Runs a scenario through the real path: published submissions, six workers, the statistics topic.
struct DemoRun {
    let log: any StreamLog
    let lanes: Int
    let scenario: Scenario
    let progress: (DemoDriver.Progress) -> Void

    func run() throws -> (result: DemoResult, seconds: Double, cpuSeconds: Double) {
        let calendar = ManualCalendar()
        let assembly = Assembly(log: log, calendar: calendar)
        let start = DispatchTime.now().uptimeNanoseconds
        let cpu = ProcessUsage.cpuSeconds()
        // The workers start once the desks and communes are published: intake reads them before it judges.
        var group: LaneGroup?
        defer { group?.stop() }
        var driver = try DemoDriver(
            scenario,
            log: log,
            closeDay: { day in
                if let group { try Settling(log: log, group: group).close(day, calendar) }
            },
            progress: progress,
        )
        let result = try driver.run {
            group = LaneGroup(assembly, workers: WorkerName.allCases, lanes: lanes, instance: "demo")
        }
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
        return (result, seconds, ProcessUsage.cpuSeconds() - cpu)
    }
}

/// Waits until every worker has read everything there is.
struct Settling {
    let log: any StreamLog
    let group: LaneGroup

    /// Says that days through this one are over, and returns when what follows from it has happened.
    func close(_ day: CivilDate, _ calendar: ManualCalendar) throws {
        // Every partition with an application in it gets its closed day; these have records already.
        let partitions = try log.partitions(of: .register)
        let before = try log.endOffsets(of: partitions).filter { $0.value > 0 }
        calendar.close(through: day)
        while true {
            let ends = try log.endOffsets(of: partitions)
            if before.allSatisfy({ ends[$0.key, default: 0] > $0.value }), isSettled(ends),
                // Nothing was appended while the positions were read.
                try log.endOffsets(of: partitions) == ends
            {
                return
            }
            if let failure = group.failure { throw failure }
            log.waitForAppend(timeoutMilliseconds: 2)
        }
    }

    /// Whether each worker has processed each partition up to its end. Positions come from the lanes: what a group has
    /// committed may stay before the end, where only a log's own marks stand in between.
    private func isSettled(_ ends: [TopicPartition: Int64]) -> Bool {
        var served = 0
        for reading in group.readings where reading.worker != WorkerName.intake.rawValue {
            for status in reading.status.partitions {
                guard let end = ends[status.partition] else { continue }
                guard status.rowsLeft == nil, status.position >= end else { return false }
                served += 1
            }
        }
        return served == ends.count * (WorkerName.allCases.count - 1)
    }
}
