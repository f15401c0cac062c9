import Assembly
import Foundation
import KafkaClient
import KafkaLog
import KafkaSupport
import Logging
import Register
import Schemas
import Sealing
import Stream
import Testing
import Verification

/// One load on one private broker, with faults on the way.
final class FaultRun {
    /// Something that goes wrong once this many submissions are answered.
    struct Fault {
        let answered: Int
        let happen: (FaultRun) throws -> Void
    }

    let broker: KafkaBroker
    let fleet: Fleet
    let log: KafkaLog
    private let load = Load.standard
    private var progress = Progress()
    private var publisher: Publisher?
    private var longestSilence = Duration.zero

    init() throws {
        broker = try KafkaBroker.makePrivate()
        log = try FaultRun.open(broker.address)
        try log.createTopics(Topic.all, partitions: Load.partitions, clock: .live)
        _ = try log.beginIfEmpty(comparison: try Tool.comparison, clock: .live)
        try log.append([Load.desk])
        fleet = try Fleet(address: broker.address)
        try fleet.start()
    }

    static func open(_ address: String) throws -> KafkaLog {
        var logger = Logger(label: "kafka")
        logger.logLevel = .critical
        return try KafkaLog(KafkaLog.Settings(brokers: address), logger: logger)
    }

    func end() {
        publisher?.stop()
        fleet.end()
        broker.stop()
    }

    var answered: Int { progress.answered }
    var isLoadOver: Bool { answered >= load.records.count }

    /// Has the load submitted and answered, the faults happen on the way, and checks everything afterwards.
    func survive(_ name: String, _ faults: [Fault]) throws {
        let start = ContinuousClock.now
        let publisher = Publisher(load, on: log)
        self.publisher = publisher
        for fault in faults {
            try wait("\(fault.answered) answers") { answered >= fault.answered }
            // Else the fault would disturb nobody.
            try #require(!isLoadOver)
            try fault.happen(self)
        }
        try wait("all answers") { isLoadOver }
        try wait("the workers have read everything") {
            var isSettled = false
            passing { () throws(LogError) in isSettled = try progress.isSettled(log) }
            return isSettled
        }
        try fleet.stop()
        try expectUndisturbed(log, load)
        FaultTable.add(name, faults: faults.count, run: self, longestSilence, ContinuousClock.now - start)
    }

    /// Looks after everything until something is true. Kafka tells of nothing by itself, so it is asked again and again.
    ///
    /// Whoever waits gives up when neither a receipt nor a fact has come for two minutes.
    func wait(_ what: String, until isTrue: () throws -> Bool) throws {
        var lastNews = ContinuousClock.now
        while true {
            try fleet.tend()
            let before = progress.recordCount
            passing { () throws(LogError) in try progress.read(log) }
            publisher?.tell(answered: answered)
            if let failure = publisher?.failure { throw failure }
            if try isTrue() { return }
            let silence = ContinuousClock.now - lastNews
            if progress.recordCount > before {
                lastNews = .now
                if !isLoadOver { longestSilence = max(longestSilence, silence) }
            }
            try #require(silence < .seconds(120), "waited for \(what), \(answered) answers\n\(fleet.lastLines)")
            Thread.sleep(forTimeInterval: 0.02)
        }
    }

    /// Waits until each worker's group is these members and nobody else, and has shared out the partitions.
    func waitForMembers(_ instances: [String]) throws {
        let wanted = Dictionary(grouping: Fleet.seats(instances), by: \.worker.group).mapValues {
            Set($0.map(\.member))
        }
        try wait("members \(instances)") {
            guard let groups = try? log.admin.groups() else { return false }
            let stable = groups.filter { $0.state == "Stable" }.map { ($0.name, Set($0.members)) }
            return Dictionary(stable) { $1 } == wanted
        }
    }

    /// The broker may be away.
    private func passing(_ body: () throws(LogError) -> Void) {
        do throws(LogError) {
            try body()
        } catch {
            if error.remedy == .restart { Issue.record("\(error)") }
        }
    }
}

/// Every promise holds, and the register says what it says after a run without faults.
func expectUndisturbed(_ log: any StreamLog, _ load: Load) throws {
    let content = try RegisterContent(of: log)
    #expect(content.submissionCount == load.records.count)
    #expect(content.receipts.count == load.records.count, "each submission has a receipt")
    #expect(content.receipts.values.allSatisfy { $0.count == 1 }, "and no more than one")

    var settings = VerifierSettings()
    settings.masterKeys = try MasterKeys(text: Tool.masterKey)
    var verdict = try Verifier().verify(log, settings: settings)
    verdict.add(try StateVerifier(Assembly(log: log)).verify())
    #expect(verdict.findings == [])
    #expect(verdict.pending == 0)

    let undisturbed = try Undisturbed.content(of: load)
    #expect(content.facts.keys.sorted() == undisturbed.facts.keys.sorted())
    for (territory, facts) in undisturbed.facts {
        // Not compared by the macro: a failure would print both registers.
        let isSame = content.facts[territory] == facts
        #expect(isSame, "the facts of \(territory) differ")
    }
    let haveSameReceipts = content.receipts == undisturbed.receipts
    #expect(haveSameReceipts, "receipts differ")
}
