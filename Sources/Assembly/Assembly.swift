import Deduplication
import Intake
import Logging
import Numbering
import Register
import Renewal
import Schemas
import Sealing
import Statistics
import Stream
import StrikeOff
import WorkerKit

/// What every lane of a process shares.
package struct Assembly: Sendable {
    package let log: any StreamLog
    package var legalCalendar: LegalCalendar
    /// Says to intake which civil days are over.
    package var calendar: any CivilCalendar
    package var intake: IntakeSettings
    /// Nil where no intake runs.
    package var sealer: FormSealer?
    package var lanes: LaneSettings
    package var statisticsType: ContentType
    package var dispatchType: ContentType
    /// Desks wait for what the other workers say; who reads statistics does not count the milliseconds.
    private static let statisticsPace = 10
    package var logger: Logger

    package init(
        log: any StreamLog,
        calendar: any CivilCalendar = ParisCalendar(),
        legalCalendar: LegalCalendar = LegalCalendar(),
        intake: IntakeSettings = IntakeSettings(),
        sealer: FormSealer? = nil,
        lanes: LaneSettings = LaneSettings(),
        statisticsType: ContentType = .json,
        dispatchType: ContentType = .xml,
        logger: Logger = Logger(label: "numero-unique"),
    ) {
        self.log = log
        self.calendar = calendar
        self.legalCalendar = legalCalendar
        self.intake = intake
        self.sealer = sealer
        self.lanes = lanes
        self.statisticsType = statisticsType
        self.dispatchType = dispatchType
        self.logger = logger
    }

    /// One lane of a worker. `member` is its stable name in the worker's group.
    package func makeLane(_ worker: WorkerName, member: String) throws(LogError) -> any AnyLane {
        switch worker {
        case .intake: try makeIntakeLane(member: member)
        case .deduplication:
            try makeLane(worker, member) { DeduplicationWorker(calendar: legalCalendar) }
        case .numbering:
            try makeLane(worker, member) { NumberingWorker(calendar: legalCalendar) }
        case .renewal:
            try makeLane(worker, member) { RenewalWorker(calendar: legalCalendar) }
        case .strikeOff:
            try makeLane(worker, member) { StrikeOffWorker(calendar: legalCalendar) }
        case .statistics:
            try makeLane(worker, member) { StatisticsWorker() }
        }
    }

    private func makeLane<W: Worker>(
        _ name: WorkerName,
        _ member: String,
        _ makeWorker: @escaping () -> W,
    ) throws(LogError) -> any AnyLane {
        let writer = try OutputWriter(log, statisticsType: statisticsType, dispatchType: dispatchType)
        var settings = lanes
        if name == .statistics { settings.pace *= Assembly.statisticsPace }
        return try Lane<WorkerProcessor<W>>(
            log: log,
            worker: try laneWorker(name, Topic.register, try log.requireHeader()),
            member: member,
            settings: settings,
        ) { partition throws(LogError) in
            WorkerProcessor(makeWorker(), partition: partition, writer: writer)
        }
    }

    private func makeIntakeLane(member: String) throws(LogError) -> any AnyLane {
        guard let sealer else {
            throw LogError(
                .configuration,
                .restart,
                "intake must be told which master keys to seal with, or to seal nothing"
            )
        }
        let header = try log.requireHeader()
        try header.require(comparison: sealer.marker.comparison)
        let bound = sealer.bound(to: header.id)
        let writer = try OutputWriter(log)
        let references = try References(log, logger: logger)
        var settings = intake
        settings.adopt(legalCalendar)
        settings.register = header.id
        settings.clock = header.clock
        let intake = IntakeWorker(settings: settings)
        let calendar = calendar
        return try Lane<IntakeProcessor>(
            log: log,
            worker: try laneWorker(.intake, Topic.submissions, header),
            member: member,
            calendar: calendar,
            settings: lanes,
            beforeBatch: { () throws(LogError) in try references.refresh() },
        ) { partition throws(LogError) in
            IntakeProcessor(
                intake: intake,
                references: references,
                sealer: bound,
                partition: TopicPartition(Topic.submissions.name, partition),
                writer: writer,
                clock: header.clock,
                now: { calendar.nowMilliseconds },
                log: log,
            )
        }
    }

    private func laneWorker(_ name: WorkerName, _ input: Topic, _ header: RegisterHeader) throws(LogError)
        -> LaneWorker
    {
        LaneWorker(
            name: name.rawValue,
            group: name.group,
            input: input.name,
            changelog: Topic.state(of: name.rawValue).name,
            register: header.id,
            hasDecided: { [log] partition throws(LogError) in try name.hasDecided(partition, on: log) },
        )
    }
}
