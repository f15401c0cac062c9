import Register
import Schemas
import Stream
import Testing

@testable import Demo

struct DemoDriverTests {
    @Test func aWholeYearGoesThroughALog() throws {
        let scenario = Scenario(seed: 21, size: 0.005)
        let log = MemoryLog(ModelRegister(scenario))
        var closed: [CivilDate] = []
        var phases: [DemoDriver.Progress] = []
        var areReferencesThere = false
        var driver = try DemoDriver(scenario, log: log) { day, meanwhile in
            log.register.close(day)
            closed.append(day)
            meanwhile()
        } progress: {
            phases.append($0)
        }
        let result = try driver.run { areReferencesThere = log.appended[Topic.desks.name] == scenario.desks.count }

        #expect(areReferencesThere)
        #expect(result.isAsExpected, "\(result)")
        #expect(closed.first == CivilDate(iso: "2011-01-01") && closed.last == CivilDate(iso: "2012-01-01"))
        #expect(closed.count == 366)
        #expect(log.appended[Topic.communes.name] == scenario.communes.count)
        #expect(log.appended[Topic.submissions.name] == scenario.expected.submissions)
        #expect(phases.last?.phase == .finished && phases.last?.answered == scenario.expected.submissions)

        log.publishStatistics()
        let cells = try StatisticsCells(readFrom: log)
        let report = DemoReport(
            expected: scenario.expected,
            cells: cells,
            lilleCommunes: scenario.lilleCommunes,
            result: result
        )
        #expect(report.isAsExpected, "\(report.text)")
    }

    @Test func aMissingAnswerIsSaidWithItsDay() throws {
        let scenario = Scenario(seed: 22, size: 0.002)
        let log = MemoryLog(ModelRegister(scenario))
        var settings = DemoDriver.Settings()
        settings.patienceSeconds = 0
        var driver = try DemoDriver(scenario, log: log, settings: settings) { day, meanwhile in
            log.register.close(day)
            // The first of June is published next.
            log.isMute = day.adding(days: Scenario.daysUnderWay) >= CivilDate(iso: "2011-06-01")!
            meanwhile()
        }
        let failure = #expect(throws: DemoFailure.self) { try driver.run() }
        #expect(failure?.phase == .day(CivilDate(iso: "2011-06-01")!))
        #expect((failure?.missing ?? 0) > 0)
        #expect(failure?.description.contains("2011-06-01") == true)
    }

    @Test func answersThatAreNotTheExpectedOnesAreCountedByKind() throws {
        let scenario = Scenario(seed: 23, size: 0.002)
        let log = MemoryLog(ModelRegister(scenario))
        log.alter = { receipt in
            var receipt = receipt
            if receipt.outcome == .linked { receipt.outcome = .registered }
            if receipt.outcome == .renewed { receipt.number = "" }
            return receipt
        }
        var driver = try DemoDriver(scenario, log: log) { day, meanwhile in
            log.register.close(day)
            meanwhile()
        }
        let result = try driver.run()
        #expect(!result.isAsExpected)
        #expect(result.mismatches["linked expected, registered came"]?.count == scenario.expected.volumes.linked)
        #expect(
            (result.mismatches["renewed: no number of the territory"]?.count ?? 0) >= scenario.expected.region.renewed
        )
    }
}
