import Foundation
import Register
import Testing

@testable import CLI

/// The law's settings, from a file.
@Suite struct LegalSettingsTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func read(_ json: String) -> (LegalCalendar, faults: [String]) {
        LegalSettingsFile.read(Data(json.utf8))
    }

    @Test func whatIsNotNamedStaysAsItIs() {
        let (calendar, faults) = read("{}")
        #expect(faults.isEmpty)
        #expect(calendar == LegalCalendar())
    }

    @Test func eachSettingIsTakenUp() {
        let json = """
            {"validityMonths": 24, "validityFrom": "anniversary", "windowOpensMonths": 20, "earlyRenewal": "counted",
             "noticeMonths": 21, "noticeMinimumMonths": 2, "secondNotice": false, "secondNoticeMonths": 2,
             "proofRequired": true, "noticesPerDayMax": 500, "noticeSpreadDays": 3, "lapseMonths": 25,
             "reactivationMonths": 30, "noAnswerDelayMonths": 3, "noAnswerReactivationMonths": 6,
             "inadmissibleDelayMonths": 4, "correctionMonths": 1, "purgeMonths": 13, "submissionMemoryDays": 91,
             "linkBits": 9, "reviewBits": 2, "agentRequired": false,
             "form02From": "2013-09-01", "form03Until": "2021-06-30", "form04From": "2021-02-01",
             "form04Until": "2023-06-30", "form05From": "2023-04-20"}
            """
        let (calendar, faults) = read(json)
        #expect(faults.isEmpty)
        for setting in LegalSetting.allCases {
            #expect(setting.value(in: calendar) != setting.value(in: LegalCalendar()), "\(setting) is not taken up")
        }
        #expect(calendar.noticeMonths == 21)
        #expect(calendar.noticesPerDayMax == 500)
        #expect(calendar.sendsSecondNotice == false)
        #expect(read(#"{"noticesPerDayMax": null}"#).0.noticesPerDayMax == nil)
    }

    @Test(
        arguments: [
            ("[]", "not a JSON object"), ("{", "not a JSON object"),
            (#"{"noticeMonth": 9}"#, "noticeMonth is no setting"),
            (#"{"noticeMonths": "9"}"#, "noticeMonths takes a whole number from 1 to 120"),
            (#"{"noticeMonths": 9.5}"#, "noticeMonths takes a whole number"),
            (#"{"noticeMonths": null}"#, "noticeMonths takes a whole number"),
            (#"{"noticeMonths": [9]}"#, "noticeMonths takes a whole number"),
            (#"{"noticeMonths": 12}"#, "less than 1 month(s) before the end of validity"),
            (#"{"noticeMinimumMonths": 0}"#, "noticeMinimumMonths takes a whole number from 1"),
            (#"{"noticeMinimumMonths": 3}"#, "less than 3 month(s)"),
            (#"{"noticesPerDayMax": 0}"#, "noticesPerDayMax takes null, or a whole number from 1"),
            (#"{"proofRequired": 1}"#, "proofRequired takes true or false"),
            (#"{"validityFrom": "filing"}"#, "validityFrom takes renewal or anniversary"),
            (#"{"earlyRenewal": true}"#, "earlyRenewal takes refused or counted"),
            (#"{"lapseMonths": 11}"#, "lapseMonths 11 strikes off what is valid"),
            (#"{"reactivationMonths": 12}"#, "reactivationMonths 12 is over before lapseMonths 13"),
            (#"{"linkBits": 1, "reviewBits": 2}"#, "reviewBits 2 asks nobody below linkBits 1"),
            (#"{"windowOpensMonths": 12}"#, "windowOpensMonths 12 opens no window"),
            (#"{"noticeMonths": 1, "noticeSpreadDays": 28}"#, "noticeSpreadDays 28 reaches back before the filing"),
            (#"{"form05From": "20/04/2023"}"#, "form05From takes a day"),
            (#"{"form05From": null}"#, "form05From takes a day"),
            (#"{"form04Until": 2023}"#, "form04Until takes null, or a day"),
            (#"{"form04Until": "2020-12-21"}"#, "form 04 is over on 2020-12-21, before its first day 2020-12-22"),
        ]
    )
    func whatIsWrongIsNamed(json: String, fault: String) {
        let faults = read(json).faults
        #expect(faults.count == 1)
        #expect(faults.first?.contains(fault) == true, "\(faults)")
    }

    @Test func allThatIsWrongIsNamedAtOnce() {
        #expect(read(#"{"noticeMonths": 0, "secondnotice": true, "proofRequired": "yes"}"#).faults.count == 3)
    }

    /// Operators read in docs/operations/settings.md what stands in the code.
    @Test func theDocumentationSaysWhatTheCodeDoes() throws {
        let path = Self.root.appending(path: "docs/operations/settings.md")
        let lines = String(decoding: try Data(contentsOf: path), as: UTF8.self).split(separator: "\n")
        for setting in LegalSetting.allCases {
            let value =
                switch setting.value(in: LegalCalendar()) {
                case .number(let number): "\(number)"
                case .flag(let flag): "\(flag)"
                case .text(let text): "\"\(text)\""
                case .none: "null"
                }
            let article = setting.article == "none" ? "–" : setting.article
            let row = "| `\(setting.rawValue)` | `\(value)` | \(setting.english) | \(article) |"
            #expect(lines.contains(row[...]), "\(row) is not in docs/operations/settings.md")
        }
    }

    @Test(arguments: [["up"], ["worker", "renewal"], ["verify"], ["demo"]])
    func everyCommandThatKnowsTheLawTakesThem(command: [String]) throws {
        let tool = try Tool()
        defer { tool.remove() }
        let file = tool.folder.appendingPathComponent("law.json")
        try Data(#"{"noticeMonths": 12}"#.utf8).write(to: file)
        for variable in [nil, "NU_LEGAL_SETTINGS"] {
            let arguments = command + ["--log", tool.log] + (variable == nil ? ["--legal-settings", file.path] : [])
            let result = try tool.run(arguments, environment: variable.map { [$0: file.path] } ?? [:])
            #expect(result.status != 0)
            #expect(result.errors.contains("noticeMonths 12 leaves less than 1 month"), "\(result.errors)")
        }
    }

    @Test func theDemoRefusesWhatItsYearWasNotLivedWith() throws {
        let tool = try Tool()
        defer { tool.remove() }
        let file = tool.folder.appendingPathComponent("law.json")
        try Data(#"{"proofRequired": true}"#.utf8).write(to: file)
        let result = try tool.run(["demo", "--log", tool.log, "--legal-settings", file.path])
        #expect(result.errors.contains("the default of proofRequired"), "\(result.errors)")
    }
}
