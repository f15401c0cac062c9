import Register
import Schemas
import SwiftProtobuf
import Testing

@testable import Demo

/// The years after 2011 go on as a territory does.
@Suite struct LaterYearsTests {
    /// Five years of the six workers, at a size that takes seconds.
    @Test func fiveYearsAreLived() throws {
        var scenario = Scenario(seed: 31, size: 0.001, years: 5)
        var chain = try WorkerChain(scenario)
        var result = DemoResult()
        var day = Scenario.firstDay
        func publish(_ submissions: [Outgoing]) throws {
            for submission in submissions {
                result.expect(submission.answer, on: day)
                guard let receipts = try chain.receive(submission) else {
                    result.compareReject(submission.value)
                    continue
                }
                for receipt in receipts {
                    scenario.take(receipt)
                    result.compare(receipt)
                }
            }
        }
        while true {
            let imports = scenario.imports(batch: 1_000)
            if imports.isEmpty { break }
            try publish(imports)
        }
        while day <= scenario.until {
            try publish(scenario.submissions(on: day))
            try chain.close(day)
            day = day.adding(days: 1)
        }
        try chain.close(day)

        #expect(scenario.until == CivilDate(iso: "2015-12-31"))
        #expect(result.isAsExpected, "\(result)")
        let years = chain.cells.years()
        #expect(years.map(\.year) == [2011, 2012, 2013, 2014, 2015])
        for year in years.dropFirst() {
            #expect(year.registered > 60 && year.renewed > 20 && year.allocated > 5 && year.notRenewed > 10, "\(year)")
            #expect(year.pending > 0)
        }
        // What the first year is expected to be does not hang on how many follow.
        #expect(scenario.expected == Scenario(seed: 31, size: 0.001).expected)
    }

    @Test func oneYearIsTheFirstAlone() {
        var scenario = Scenario(seed: 31, size: 0.001)
        #expect(scenario.until == Scenario.lastDay)
        #expect(scenario.submissions(on: Scenario.lastDay.adding(days: 1)).isEmpty)
    }

    /// A form of that day: the register takes no other.
    @Test func newcomersFillInTheFormOfTheirDay() throws {
        var scenario = Scenario(seed: 31, size: 0.02, years: 13)
        var versions: [String] = []
        for day in ["2012-01-02", "2014-01-02", "2019-01-02", "2021-01-04", "2023-01-02"].map({ CivilDate(iso: $0)! }) {
            let forms = try scenario.submissions(on: day).map { outgoing in
                outgoing.contentType == ContentType.json.rawValue
                    ? try WireSubmission(jsonUTF8Bytes: outgoing.value)
                    : try WireSubmission(serializedBytes: outgoing.value)
            }.map(\.request.creation.application.formVersion)
            versions += Set(forms)
        }
        #expect(versions == ["01", "02", "03", "04", "05"])
    }
}
