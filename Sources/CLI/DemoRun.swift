import Assembly
import Demo
import Foundation
import Logging
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
        let settling = Settling(log: log)
        // The workers start once the desks and communes are published: intake reads them before it judges.
        var group: LaneGroup?
        defer { group?.stop() }
        var driver = try DemoDriver(
            scenario,
            log: log,
            closeDay: { day in
                try settling.close(day, calendar) {
                    if let failure = group?.failure { throw failure }
                }
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

    /// Says that days through this one are over, and returns when what follows from it has happened.
    func close(_ day: CivilDate, _ calendar: ManualCalendar, check: () throws -> Void) throws {
        // Every partition with an application in it gets its closed day; these have records already.
        let before = try log.partitions(of: .register).map { ($0, try log.endOffset(of: $0)) }.filter { $0.1 > 0 }
        calendar.close(through: day)
        for (partition, end) in before {
            while try log.endOffset(of: partition) <= end {
                try check()
                log.waitForAppend(timeoutMilliseconds: 2)
            }
        }
        while try !isSettled(before.map(\.0)) {
            try check()
            log.waitForAppend(timeoutMilliseconds: 2)
        }
    }

    func isSettled(_ partitions: [TopicPartition]) throws -> Bool {
        for partition in partitions {
            let end = try log.endOffset(of: partition)
            for worker in WorkerName.allCases where worker != .intake {
                guard try log.committedOffset(of: worker.group, in: partition) ?? 0 >= end else { return false }
            }
            // Nothing was appended while the positions were read.
            guard try log.endOffset(of: partition) == end else { return false }
        }
        return true
    }
}
