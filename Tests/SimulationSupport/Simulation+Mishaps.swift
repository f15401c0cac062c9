import Assembly
import Register
import Schemas
import Stream
import TestSupport
import WorkerKit

/// What goes wrong that no log promises to bear. After each, the lanes go on rightly by themselves, or stop with an error
/// that names what an operator does, and the simulation does that. An error that no mishap explains fails the seed.
extension Simulation {
    package enum Mishap: String, CaseIterable, Sendable {
        /// The committed offsets of a stopped worker vanish. Its lanes go on where their state stands.
        case lostPositions
        /// The changelog of a stopped worker is emptied, or loses its end. Its lanes stop and name `state rebuild WORKER`.
        case lostState
        /// The clock of the processes is wrong for a while, by a day (hours around a midnight) or by years. No day is closed
        /// that the log does not prove; afterwards the days go on.
        case wrongClock
        /// The same of the clock of the log, which says when submissions were received where the register is live.
        case wrongLogClock
        /// Intake is stopped over one midnight or several. What was received in time counts as received in time.
        case intakeStop
        /// A record that nobody can read stands in the register. Lanes stop and name its place; an operator takes it out.
        case unreadableRecord
        /// Paper forms come up to sixty days after their reception.
        case lateReceptions

        package static let ofClocks: Set<Mishap> = [.wrongClock, .wrongLogClock]

        /// How often it comes, in 10,000 rounds of a plan that has it.
        var share: Int {
            switch self {
            case .lostPositions, .lostState, .intakeStop: 20
            case .wrongClock, .wrongLogClock, .unreadableRecord: 10
            case .lateReceptions: 0
            }
        }
    }

    /// What the lanes' messages tell an operator to do.
    package struct Operator {
        /// `numero-unique state rebuild WORKER`.
        package var rebuildState: (Assembly, WorkerName) throws(LogError) -> Void = {
            assembly,
            worker throws(LogError) in
            let rebuild = StateRebuild(assembly, worker)
            for partition in 0..<(try rebuild.partitionCount()) {
                let plan = try rebuild.plan(partition)
                if !plan.isEmpty { try rebuild.write(plan) }
            }
        }

        package init() {}
    }

    /// What the operator did.
    package struct Mended: Sendable {
        package var recordsTakenOut = 0
        package var statesRebuilt = 0
        package var catchUps = 0
    }

    /// What is not over or mended yet.
    struct OpenMishaps {
        var clockIsWrongFor = 0
        var logClockIsWrongFor = 0
        /// The first day on which intake runs again.
        var intakeReturns: CivilDate?
        /// Each lane that stopped there starts anew once the record is taken out.
        var unreadable: [(partition: TopicPartition, offset: Int64, isTakenOut: Bool)] = []
        /// Workers whose state is lost: they may refuse to go on.
        var stateless: Set<WorkerName> = []
    }

    /// One round's share of bad luck.
    func maybeMishap() throws {
        let mishaps = Mishap.allCases.filter { plan.mishaps.contains($0) && $0.share > 0 }
        if mishaps.isEmpty { return }
        passTime()
        var figure = Int.random(in: 0..<10_000, using: &random)
        for mishap in mishaps {
            figure -= mishap.share
            if figure < 0 { return try happen(mishap) }
        }
    }

    private func happen(_ mishap: Mishap) throws {
        switch mishap {
        case .lostPositions: losePositions(of: WorkerName.allCases.randomElement(using: &random)!)
        case .lostState: loseState()
        case .wrongClock: setClockWrong()
        case .wrongLogClock: setLogClockWrong()
        case .intakeStop: stopIntake()
        case .unreadableRecord: try writeUnreadable()
        case .lateReceptions: break  // the population's
        }
    }

    /// Clocks are right again and intake runs: what comes to rest must come to rest. What only a lane's message tells of
    /// stays as it is until a lane has told.
    func endMishaps() {
        calendar.daysWrong = 0
        underWay.clockIsWrongFor = 0
        underWay.logClockIsWrongFor = 0
        underWay.intakeReturns = nil
        tellTime()
    }

    /// What an operator does about a lane that stopped; an error that nobody expects is thrown on.
    func mend(_ error: LogError, of worker: WorkerName) throws {
        let named = underWay.unreadable.firstIndex { place in
            let name = "\(place.partition)@\(place.offset)"
            // `@1` is not `@12`.
            return error.reason.ranges(of: name).contains { error.reason[$0.upperBound...].first?.isNumber != true }
        }
        if let index = named {
            let place = underWay.unreadable[index]
            if !underWay.unreadable[index].isTakenOut { mended.recordsTakenOut += 1 }
            underWay.unreadable[index].isTakenOut = true
            log.drop(at: place.offset, of: place.partition)
            return
        }
        if underWay.stateless.contains(worker), error.reason.contains("state rebuild \(worker.rawValue)") {
            stop(worker)
            try rebuildState(of: worker)
            underWay.stateless.remove(worker)
            mended.statesRebuilt += 1
            return
        }
        throw SimulationError("\(worker): \(error)")
    }

    /// What an operator does about missing days that wait for a word (`calendar catch-up`), as far as these days are over.
    /// Returns whether there were any.
    func catchUp() throws -> Bool {
        guard plan.isLive else { return false }
        var through: CivilDate?
        for (worker, _, lane) in lanes where worker == .renewal {
            var status = LaneStatus(name: "", lastStep: 0)
            lane?.report(to: &status)
            for partition in status.partitions {
                guard case .daysMissing(let first, let last)? = partition.calendar?.alarm else { continue }
                let over = min(last, today.adding(days: -1))
                if first <= over { through = max(through ?? over, over) }
            }
        }
        guard let through else { return false }
        let writer = try OutputWriter(log)
        for number in 0..<plan.partitions {
            let word = RegisterRecord(territory: nil, day: through, agent: "operator", fact: .catchUp(WireCatchUp()))
            try log.inject(
                writer.register(word, partition: number, timestamp: today.startInParis(), traceParent: nil)
            )
        }
        mended.catchUps += 1
        return true
    }

    /// A lane may go on with other partitions where it stopped one: an operator reads that in its status.
    func mendStopped(_ index: Int) throws -> Bool {
        guard !underWay.unreadable.isEmpty, let lane = lanes[index].lane else { return false }
        var status = LaneStatus(name: "", lastStep: 0)
        lane.report(to: &status)
        guard let error = status.partitions.lazy.compactMap(\.stopped).first else { return false }
        let (worker, member, _) = lanes[index]
        try mend(error, of: worker)
        log.kill(member, of: worker.group)
        lanes[index].lane = nil
        return true
    }

    /// As often as the log is busy.
    private func rebuildState(of worker: WorkerName) throws(LogError) {
        while true {
            do throws(LogError) { return try hands.rebuildState(assembly, worker) } catch {
                guard error.remedy == .retry else { throw error }
            }
        }
    }

    /// The hour of the log: noon, and whatever its clock is off.
    func tellTime(millisecondsWrong: Int64 = 0) {
        guard plan.isLive else { return }
        log.time = today.startInParis() + 12 * 3_600_000 + millisecondsWrong
    }

    var isIntakeStopped: Bool { underWay.intakeReturns != nil }

    // MARK: Each mishap

    private func passTime() {
        if underWay.clockIsWrongFor > 0 {
            underWay.clockIsWrongFor -= 1
            if underWay.clockIsWrongFor == 0 { calendar.daysWrong = 0 }
        }
        if underWay.logClockIsWrongFor > 0 {
            underWay.logClockIsWrongFor -= 1
            if underWay.logClockIsWrongFor == 0 { tellTime() }
        }
        if let day = underWay.intakeReturns, today >= day { underWay.intakeReturns = nil }
    }

    /// All processes of a worker die, and none comes back before something happens to the log.
    private func stop(_ worker: WorkerName) {
        for index in lanes.indices where lanes[index].worker == worker {
            log.kill(lanes[index].member, of: worker.group)
            lanes[index].lane = nil
        }
    }

    private func losePositions(of worker: WorkerName) {
        stop(worker)
        log.forgetPositions(of: worker.group)
        mishapCounts[.lostPositions, default: 0] += 1
    }

    private func loseState() {
        let stateful = WorkerName.allCases.filter { Topic.statefulWorkers.contains($0.rawValue) }
        let worker = stateful.randomElement(using: &random)!
        let topic = Topic.state(of: worker.rawValue).name
        if log.records(of: topic).isEmpty { return }
        stop(worker)
        underWay.stateless.insert(worker)
        if Bool.random(using: &random) {
            log.empty(topic)
        } else {
            for number in 0..<plan.partitions {
                let partition = TopicPartition(topic, number)
                guard let record = log.records(of: partition).randomElement(using: &random) else { continue }
                log.dropTail(of: partition, from: record.offset)
            }
        }
        mishapCounts[.lostState, default: 0] += 1
    }

    private func daysWrong() -> Int {
        let days = [1, 1, 2, 20, 365, 1_100].randomElement(using: &random)!
        return Bool.random(using: &random) ? days : -days
    }

    private func setClockWrong() {
        calendar.daysWrong = daysWrong()
        underWay.clockIsWrongFor = Int.random(in: 1...60, using: &random)
        mishapCounts[.wrongClock, default: 0] += 1
    }

    private func setLogClockWrong() {
        guard plan.isLive else { return }
        let days = daysWrong()
        tellTime(millisecondsWrong: Int64(days) * 86_400_000)
        underWay.logClockIsWrongFor = Int.random(in: 1...60, using: &random)
        mishapCounts[.wrongLogClock, default: 0] += 1
    }

    private func stopIntake() {
        guard underWay.intakeReturns == nil else { return }
        stop(.intake)
        underWay.intakeReturns = today.adding(days: Int.random(in: 1...12, using: &random))
        mishapCounts[.intakeStop, default: 0] += 1
    }

    private func writeUnreadable() throws {
        let partition = TopicPartition(Topic.register.name, Int.random(in: 0..<plan.partitions, using: &random))
        let garbage = (0..<Int.random(in: 1...40, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random)
        }
        // A length that runs past the end: no version of the register reads this.
        let value: [UInt8] = [0x0A, 0xFF, 0xFF, 0x03] + garbage
        let record = OutgoingRecord(partition, key: nil, value: value, timestamp: today.startInParis())
        underWay.unreadable.append((partition, try log.inject(record), false))
        mishapCounts[.unreadableRecord, default: 0] += 1
    }
}
