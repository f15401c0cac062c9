import Assembly
import Intake
import Logging
import Ministry
import Register
import Schemas
import Sealing
import Stream
import SwiftProtobuf
import TestSupport
import Verification
import WorkerKit

/// A register in one thread: real lanes over a simulated log, stepped in random order while desks submit, days pass,
/// members die and come back. The same seed gives the same run.
package final class Simulation {
    package struct Plan: Sendable {
        package var submissions = 150
        package var days = 500
        package var persons = 8
        package var partitions = 3
        package var faults = SimulatedLog.Faults.some
        package var batchSizeMax = 40
        package var partSize = 5
        /// Lanes keep rows and positions that nobody reads until they have something that somebody does, or end.
        package var isCommitDear = false
        package var law = LegalCalendar()
        package var mishaps: Set<Mishap> = []
        /// The log says when a submission was received, and not its sender.
        package var isLive = false

        package init() {}

        /// Drawn from the seed, so that runs differ in kind: some are crowded, some long, some stormy. Most are small and as
        /// crowded as the large ones, for what goes wrong goes wrong between a few records; more happens in a large one.
        package init(seed: UInt64, isLarge: Bool? = nil) {
            var random = SeededRandom(seed: seed &* 0x9E37_79B9)
            let isLarge = isLarge ?? (seed % 8 == 0)
            submissions = Int.random(in: 30...80, using: &random) * (isLarge ? 2 : 1)
            days = [40, 430, 480, 800].randomElement(using: &random)!
            persons = Int.random(in: 2...5, using: &random) * (isLarge ? 2 : 1)
            partitions = Int.random(in: 1...3, using: &random)
            batchSizeMax = [1, 7, 40, 400].randomElement(using: &random)!
            partSize = [1, 5, 60].randomElement(using: &random)!
            if Int.random(in: 0..<4, using: &random) == 0 {
                faults.crashBeforeCommit = 0.05
                faults.crashAfterCommit = 0.05
                faults.retry = 0.1
                faults.rebalance = 0.1
                faults.expulsion = 0.05
            }
            isCommitDear = Bool.random(using: &random)
            // What the law leaves to territories; half of them keep the defaults.
            if Bool.random(using: &random) {
                law.noticeMonths = Int.random(in: 9...10, using: &random)
                law.sendsSecondNotice = Int.random(in: 0..<4, using: &random) > 0
                law.proofRequired = Bool.random(using: &random)
                law.noticesPerDayMax = [nil, 1, 2].randomElement(using: &random)!
                law.noticeSpreadDays = [0, 0, 5].randomElement(using: &random)!
            }
            isLive = Bool.random(using: &random)
            for mishap in Mishap.allCases where Int.random(in: 0..<5, using: &random) == 0 {
                // On a replay register nothing but the clock says which days are over.
                if isLive || !Mishap.ofClocks.contains(mishap) { mishaps.insert(mishap) }
            }
        }
    }

    package typealias MakeLane = (Assembly, any StreamLog, WorkerName, String) throws(LogError) -> any AnyLane

    package let plan: Plan
    package let log: SimulatedLog
    package private(set) var steps = 0
    package private(set) var published = 0
    package private(set) var restarts = 0
    /// Done about mishaps when a lane's message asks for it.
    package var hands = Operator()
    package internal(set) var mended = Mended()
    package internal(set) var mishapCounts: [Mishap: Int] = [:]

    let assembly: Assembly
    let calendar = SimulatedCalendar()
    var random: SeededRandom
    var today = CivilDate(year: 2012, month: 1, day: 20)!
    var lanes: [(worker: WorkerName, member: String, lane: (any AnyLane)?)] = []
    var underWay = OpenMishaps()
    private let shown: any StreamLog
    private let makeLane: MakeLane
    private var population: Population
    private var receiptsRead: [TopicPartition: Int64] = [:]
    private var isDeskSuspended = false
    private var lastStop: String?

    /// `wrap` puts a log between the workers and the simulated one; `makeLane` makes other lanes than the real ones.
    package init(
        seed: UInt64,
        plan: Plan,
        wrap: (SimulatedLog) -> any StreamLog = { $0 },
        makeLane: @escaping MakeLane = { assembly, _, worker, member throws(LogError) in
            try assembly.makeLane(worker, member: member)
        },
    ) throws {
        self.plan = plan
        var random = SeededRandom(seed: seed)
        log = SimulatedLog(
            random: SeededRandom(seed: random.next()),
            // Longer than any run: no clock decides.
            commitIntervalMilliseconds: plan.isCommitDear ? 3_600_000 : 0,
        )
        population = Population(random: SeededRandom(seed: random.next()), persons: plan.persons)
        population.lateReceptions = plan.mishaps.contains(.lateReceptions) ? 0.1 : 0
        self.random = random
        self.makeLane = makeLane
        shown = wrap(log)
        try log.createTopics(Topic.all, partitions: plan.partitions)
        if plan.isLive { log.takeAppendTime(of: [Topic.submissions.name]) }
        // The same in every run of a seed.
        let id = RegisterID(high: seed, low: seed)
        try log.beginRegister(
            id,
            comparison: PersonMarker(QuietTown.masterKeys).comparison,
            clock: plan.isLive ? .live : .replay
        )
        var lanes = LaneSettings()
        lanes.batchSizeMax = plan.batchSizeMax
        lanes.partSize = plan.partSize
        lanes.restoreSizeMax = 25
        // No waiting between commits.
        lanes.pace = 0
        assembly = Assembly(
            log: shown,
            calendar: calendar,
            legalCalendar: plan.law,
            sealer: FormSealer(QuietTown.masterKeys, of: .stub, source: .seeded(seed)),
            lanes: lanes,
            logger: Logger(label: "simulation", factory: { _ in SwiftLogNoOpLogHandler() }),
        )
        tellTime()
        try publishReferences()
        log.setFaults(plan.faults)
        for worker in WorkerName.allCases {
            self.lanes.append((worker, "a", nil))
            if Bool.random(using: &self.random) { self.lanes.append((worker, "b", nil)) }
        }
    }

    /// Everything goes on at once, and wrong now and then; then the faults stop and everything comes to rest.
    package func run() throws -> Verdict {
        let end = today.adding(days: plan.days)
        while published < plan.submissions || today < end {
            try live(until: end)
        }
        try settle()
        for lane in lanes { try lane.lane?.close() }
        return try verify()
    }

    private func live(until end: CivilDate) throws {
        try maybeMishap()
        let figure = Int.random(in: 0..<1000, using: &random)
        switch figure {
        case ..<60 where published < plan.submissions:
            for _ in 0..<Int.random(in: 1...4, using: &random) { try publish() }
        case ..<100 where today < end:
            // Slowly at first, then so that submissions and days run out together.
            let share = max(1, (plan.submissions - published))
            let left = today.days(until: end)
            let jump = published >= plan.submissions ? 40 : max(1, 3 * left / share)
            today = min(end, today.adding(days: Int.random(in: 0...jump, using: &random)))
            if underWay.logClockIsWrongFor == 0 { tellTime() }
        case ..<130: calendar.close(through: today.adding(days: -Int.random(in: 1...3, using: &random)))
        case ..<135: disturb()
        case ..<138: try suspendDesk()
        case ..<140: try sendRejectAgain()
        case ..<143: _ = try catchUp()
        default: try step(Int.random(in: 0..<lanes.count, using: &random))
        }
    }

    /// Lets everything come to rest without faults, and closes the days that are left.
    package func settle() throws {
        log.setFaults(SimulatedLog.Faults())
        endMishaps()
        for _ in 0..<3 { try rest(closing: today.adding(days: 10)) }
        // What was received while the log's clock was years ahead waits for its day.
        let latest = log.records(of: Topic.submissions.name).map { CivilDate.paris(milliseconds: $0.timestamp) }.max()
        if let latest, latest >= today { try rest(closing: latest.adding(days: 1)) }
    }

    private func rest(closing day: CivilDate) throws {
        try rest()
        today = day
        tellTime()
        calendar.close(through: day)
        try rest()
    }

    private func rest() throws {
        repeat { try exhaust() } while try catchUp()
    }

    /// Steps every lane until none of them does anything.
    private func exhaust() throws {
        var idle = Array(repeating: 0, count: lanes.count)
        var seen = Array<Surroundings?>(repeating: nil, count: lanes.count)
        var isStepped = true
        while isStepped {
            isStepped = false
            for index in lanes.indices {
                let surroundings = surroundings(of: lanes[index].worker)
                if seen[index] != surroundings { idle[index] = 0 }
                // Without faults a lane that had nothing to do twice has nothing to do until something around it changes.
                if idle[index] >= 2 { continue }
                seen[index] = surroundings
                isStepped = true
                idle[index] = try step(index) ? 0 : idle[index] + 1
            }
            if steps > 200_000 {
                let busy = lanes.indices.filter { idle[$0] < 2 }.map { "\(lanes[$0].worker)-\(lanes[$0].member)" }
                throw SimulationError("no rest: \(busy.joined(separator: ", ")); stopped last: \(lastStop ?? "none")")
            }
        }
    }

    /// What a lane looks at beside its own state.
    private struct Surroundings: Equatable {
        var inputEnd: Int64
        var generation: Int
        var lastDayOver: CivilDate?
    }

    private func surroundings(of worker: WorkerName) -> Surroundings {
        let input = worker == .intake ? Topic.submissions : Topic.register
        return Surroundings(
            inputEnd: log.endSum(of: input.name),
            generation: log.generation(of: worker.group),
            lastDayOver: calendar.lastDayOver(),
        )
    }

    /// What the log promises, and the state.
    package func verify() throws -> Verdict {
        var settings = VerifierSettings()
        settings.calendar = plan.law
        settings.masterKeys = QuietTown.masterKeys
        var verdict = try Verifier().verify(log, settings: settings)
        var assembly = assembly
        assembly = Assembly(
            log: log,
            calendar: calendar,
            legalCalendar: plan.law,
            lanes: assembly.lanes,
            logger: assembly.logger,
        )
        verdict.add(try StateVerifier(assembly).verify())
        return verdict
    }

    /// Stands for everything that was written: two runs of a seed have the same.
    package var digest: Fingerprint {
        var builder = FingerprintBuilder()
        for topic in log.topics {
            for partition in 0..<plan.partitions {
                // Rows changed by one batch stand in a changelog in no order.
                let rows = log.records(of: TopicPartition(topic, partition)).map { record in
                    var row = FingerprintBuilder()
                    row.add(record.key ?? [])
                    row.add(separator: 0)
                    row.add(record.value ?? [])
                    return row.finish()
                }
                for row in topic.hasSuffix(".state") ? rows.sorted() : rows {
                    builder.add(row.high)
                    builder.add(row.low)
                }
            }
        }
        return builder.finish()
    }

    /// The kinds of fact in the register and the outcomes of the receipts: what the desks and the days brought about.
    package var happened: Set<String> {
        var happened: Set<String> = []
        for record in log.records(of: Topic.register.name) {
            let opened = record.value.flatMap {
                try? RegisterRecord.decode($0, offset: record.offset, interest: .everything)
            }
            guard let opened else { continue }
            happened.insert(String("\(opened.fact)".prefix { $0 != "(" }))
            if case .struckOff(let fact) = opened.fact { happened.insert(fact.reason) }
            if case .accessJudged(let fact) = opened.fact {
                happened.insert(fact.denied ? "access denied" : "access granted")
            }
            if case .held(let fact) = opened.fact { happened.insert("held \(fact.reason)") }
            if case .reviewClosed(let fact) = opened.fact { happened.insert("ruled \(fact.verdict)") }
            if case .renewed(let fact) = opened.fact, fact.byLink { happened.insert("renewed by link") }
            if case .noticeDue(let fact) = opened.fact {
                for channel in fact.channels { happened.insert("notice \(fact.rank) by \(channel)") }
                if fact.attempt > 1 { happened.insert("another channel") }
            }
            if case .lapsed(let fact) = opened.fact, !fact.proof.isEmpty { happened.insert("lapsed on a proof") }
        }
        for receipt in log.records(of: Topic.receipts.name).compactMap(Simulation.receipt) where !receipt.unread.isEmpty
        {
            happened.insert("\(receipt.outcome) in XML")
        }
        for record in log.records(of: Topic.dispatches.name) {
            let text = String(decoding: record.value ?? [], as: UTF8.self)
            for operation in ["CRE", "MOD", "REN", "RAD", "DERAD", "SUP", "FUS", "DEFUS"]
            where text.contains("operation=\"\(operation)\"") {
                happened.insert("dispatch \(operation)")
            }
        }
        if !log.records(of: Topic.rejects.name).isEmpty { happened.insert("reject") }
        if log.records(of: Topic.keys.name).contains(where: { $0.value == nil }) { happened.insert("erased") }
        if log.records(of: Topic.submissions.name).contains(where: { $0.header(HeaderName.redrivenFrom) != nil }) {
            happened.insert("reject sent again")
        }
        return happened
    }

    /// What the register and the receipts say of a number, a submission, or `all`, to be read when a promise is broken.
    package func history(of subject: String) -> String {
        var lines: [String] = []
        var related = Set(subject.split(separator: " ").map(String.init))
        for round in 0..<2 {
            for partition in 0..<plan.partitions {
                for record in log.records(of: TopicPartition(Topic.register.name, partition)) {
                    guard let value = record.value,
                        let opened = try? RegisterRecord.decode(value, offset: record.offset, interest: .everything)
                    else { continue }
                    let names = [opened.submission?.text, opened.number?.text].compactMap(\.self)
                    var isDay = false
                    if case .daysClosed = opened.fact { isDay = true }
                    guard isDay || subject == "all" || !related.isDisjoint(with: names) else { continue }
                    if round == 0 {
                        related.formUnion(names)
                    } else {
                        lines.append(Simulation.line(opened, partition))
                    }
                }
            }
        }
        // Only the closed days that something stands beside.
        lines = lines.enumerated().filter { index, line in
            !line.hasSuffix("daysClosed")
                || [index - 1, index + 1].contains { lines.indices.contains($0) && !lines[$0].hasSuffix("daysClosed") }
        }.map(\.element)
        for record in log.records(of: Topic.receipts.name) {
            guard let receipt = Simulation.receipt(in: record), related.contains(receipt.submissionID) else { continue }
            let codes = receipt.anomalies.map(\.code).joined(separator: " ")
            lines.append(
                "receipt \(receipt.sourcePartition)@\(receipt.sourceOffset) \(receipt.submissionID.suffix(4)) "
                    + "\(receipt.outcome) "
                    + "\(receipt.number) \(receipt.firstFiledOn) \(receipt.repeated ? "repeated " : "")\(codes)"
            )
        }
        return lines.joined(separator: "\n")
    }

    /// The published cells of a place and period, and the facts of the place's territory on that day.
    package func history(ofCell subject: String) -> String {
        let parts = subject.split(separator: "/")
        guard parts.count == 3 else { return "" }
        var lines = log.records(of: Topic.statistics.name).filter { $0.key?.elementsEqual(subject.utf8) == true }.map {
            String(decoding: $0.value ?? [], as: UTF8.self)
        }
        for partition in 0..<plan.partitions {
            var closed = ""
            for record in log.records(of: TopicPartition(Topic.register.name, partition)) {
                guard let value = record.value,
                    let opened = try? RegisterRecord.decode(value, offset: record.offset, interest: .everything)
                else { continue }
                if case .daysClosed = opened.fact { closed = opened.day.iso }
                let isBooked = max(opened.day.iso, closed) == parts[2]
                if isBooked, opened.territory?.code == String(parts[0]) {
                    lines.append(Simulation.line(opened, partition))
                }
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func line(_ record: RegisterRecord, _ partition: Int) -> String {
        let fact: String =
            switch record.fact {
            case .accepted: "accepted \(record.kind)"
            case .daysClosed: "daysClosed"
            default:
                // A message describes itself in debug builds only.
                "\(record.fact)".prefix { $0 != "(" } + " "
                    + ((Mirror(reflecting: record.fact).children.first?.value as? any Message)?.textFormatString() ?? "")
                    .split(separator: "\n").joined(separator: " ")
            }
        return "\(partition)@\(record.offset) \(record.day) \(record.submission?.text.suffix(4) ?? "-") "
            + "\(record.number?.text ?? "-") \(fact)"
    }

    // MARK: Lanes

    @discardableResult
    private func step(_ index: Int) throws -> Bool {
        let didSomething = try attempt(index)
        return try mendStopped(index) || didSomething
    }

    private func attempt(_ index: Int) throws -> Bool {
        steps += 1
        let (worker, member, lane) = lanes[index]
        if worker == .intake, isIntakeStopped { return false }
        do throws(LogError) {
            guard let lane else {
                lanes[index].lane = try makeLane(assembly, shown, worker, member)
                return true
            }
            return try lane.step(timeoutMilliseconds: 0)
        } catch {
            switch error.remedy {
            case .retry: return true
            case .abort: throw SimulationError("\(worker): an abort left the lane: \(error)")
            case .restart:
                lastStop = "\(worker): \(error)"
                if error.code != .crashed, error.code != .fenced { try mend(error, of: worker) }
                restarts += 1
                lanes[index].lane = nil
                return true
            }
        }
    }

    /// A member dies, leaves, changes its name, or the group shares its partitions out anew.
    private func disturb() {
        let index = Int.random(in: 0..<lanes.count, using: &random)
        let (worker, member, lane) = lanes[index]
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            log.kill(member, of: worker.group)
            lanes[index].lane = nil
        case 1:
            log.kill(member, of: worker.group)
            lanes[index].lane = nil
            lanes[index].member =
                member == "c" ? "d" : lanes.contains { $0.worker == worker && $0.member == "c" } ? member : "c"
        case 2:
            // A graceful stop, or one that fails half-way.
            if let lane, (try? lane.close()) == nil { log.kill(member, of: worker.group) }
            lanes[index].lane = nil
        default: log.rebalance(worker.group)
        }
    }

    // MARK: Submissions

    private func publish() throws {
        learn()
        let message = population.message(on: today)
        let partition = Partitioner.partition(of: message.territory, count: plan.partitions)
        let noon = today.startInParis() + 12 * 3_600_000
        published += 1
        try append([
            OutgoingRecord(
                TopicPartition(Topic.submissions.name, partition),
                key: Array(message.territory.utf8),
                value: message.value,
                headers: [
                    LogHeader(HeaderName.contentType, message.contentType.rawValue)
                ],
                timestamp: noon,
            )
        ])
    }

    /// Desks read their receipts, and the manager the reviews.
    private func learn() {
        for partition in 0..<plan.partitions {
            for topic in [Topic.receipts, .reviews, .notices] {
                let name = TopicPartition(topic.name, partition)
                for record in log.records(of: name, from: receiptsRead[name, default: 0]) {
                    receiptsRead[name] = record.offset + 1
                    switch topic {
                    case .reviews:
                        let id = String(decoding: record.key ?? [], as: UTF8.self)
                        if !population.reviews.contains(id) { population.reviews.append(id) }
                    case .notices:
                        let notice = record.value.flatMap { try? WireNotice(serializedBytes: $0) }
                        if let notice, notice.kind == .renewal, let number = UniqueNumber(notice.number) {
                            population.noticed.append(number)
                            population.notices.append(notice)
                        }
                    default:
                        guard let number = Simulation.number(in: record), !population.numbers.contains(number) else {
                            continue
                        }
                        population.numbers.append(number)
                    }
                }
            }
        }
    }

    private static func number(in record: LogRecord) -> UniqueNumber? {
        receipt(in: record).flatMap { UniqueNumber($0.number) }
    }

    private static func receipt(in record: LogRecord) -> WireReceipt? {
        guard let value = record.value else { return nil }
        return switch record.header(HeaderName.contentType) {
        case ContentType.json.rawValue: try? WireReceipt(jsonUTF8Bytes: value)
        case ContentType.xml.rawValue: try? WireReceipt(xml: value)
        default: try? WireReceipt(serializedBytes: value)
        }
    }

    /// An operator sends a reject again.
    private func sendRejectAgain() throws {
        var records: [(partition: Int, record: LogRecord)] = []
        for partition in 0..<(try log.partitionCount(of: Topic.rejects.name)) {
            for record in log.records(of: TopicPartition(Topic.rejects.name, partition)) {
                records.append((partition, record))
            }
        }
        let open = Rejected.all(records).filter { !$0.isRedriven }
        guard let reject = open.randomElement(using: &random) else { return }
        published += 1
        try append(try reject.redrive(submissions: plan.partitions))
    }

    private func suspendDesk() throws {
        isDeskSuspended.toggle()
        var desk = SubmissionFixtures.landlord()
        desk.suspended = isDeskSuspended
        try publish(desk)
    }

    private func publishReferences() throws {
        try publish(SubmissionFixtures.landlord())
        try publish(SubmissionFixtures.manager())
        try publish(SubmissionFixtures.townHall())
        try publish(
            .with {
                $0.code = "GDPUB"
                $0.name = "Portail"
                $0.kind = "PORTAIL"
                $0.territories = ["059", "062"]
                $0.rights = [.creation, .renewal]
            }
        )
    }

    private func publish(_ desk: WireDesk) throws {
        let partition = Partitioner.partition(of: desk.code, count: plan.partitions)
        try append([
            OutgoingRecord(
                TopicPartition(Topic.desks.name, partition),
                key: Array(desk.code.utf8),
                value: try desk.serializedBytes(),
                timestamp: today.startInParis(),
            )
        ])
    }

    private func append(_ records: [OutgoingRecord]) throws {
        while true {
            do throws(LogError) { return try log.append(records) } catch {
                guard error.remedy == .retry else { throw error }
            }
        }
    }
}

package struct SimulationError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
