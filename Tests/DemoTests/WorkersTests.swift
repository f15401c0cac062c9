import Register
import Schemas
import Testing

@testable import Demo

struct WorkersTests {
    /// Goal: the workers give the note's table. Method: a year through all six, in one order and without a log.
    @Test(arguments: [(31, 0.002), (32, 0.01)] as [(UInt64, Double)])
    func theWorkersGiveTheTable(seed: UInt64, size: Double) throws {
        var scenario = Scenario(seed: seed, size: size)
        var chain = try WorkerChain(scenario)
        var result = DemoResult()
        var day = Scenario.firstDay

        func publish(_ submissions: [Outgoing], _ scenario: inout Scenario) throws {
            for outgoing in submissions {
                result.expect(outgoing.answer, on: day)
                guard let receipts = try chain.receive(outgoing) else {
                    result.compareReject(outgoing.value)
                    continue
                }
                for receipt in receipts {
                    scenario.take(receipt)
                    result.compare(receipt)
                }
            }
        }
        try publish(scenario.imports(batch: .max >> 1), &scenario)
        while day <= Scenario.lastDay {
            try publish(scenario.submissions(on: day), &scenario)
            try chain.close(day)
            day = day.adding(days: 1)
        }
        try chain.close(day)
        result.skipped = scenario.skipped

        #expect(result.isAsExpected, "\(result)")
        #expect(chain.held == scenario.expected.volumes.held)
        let report = DemoReport(
            expected: scenario.expected,
            cells: chain.cells,
            lilleCommunes: scenario.lilleCommunes,
            result: result,
        )
        #expect(report.isAsExpected, "\(report.text)")
    }
}
