import Register
import Testing

@Suite struct AnomalyTests {
    @Test(arguments: AnomalyCode.allCases)
    func everyAnomalySaysWhatIsWrongAndWhatToDo(code: AnomalyCode) {
        #expect(code.rawValue.wholeMatch(of: /NU_0[0-9]{3}/) != nil)
        for sentence in [code.french, code.english] {
            #expect(sentence.count(where: { ".:".contains($0) }) >= 1 && sentence.hasSuffix("."), "\(sentence)")
            #expect((20...200).contains(sentence.count), "\(sentence)")
        }
        #expect(code.french != code.english)
        #expect(AnomalyCode(rawValue: code.rawValue) == code)
    }

    @Test func noTwoAnomaliesReadTheSame() {
        #expect(Set(AnomalyCode.allCases.map(\.rawValue)).count == AnomalyCode.allCases.count)
        #expect(Set(AnomalyCode.allCases.map(\.french)).count == AnomalyCode.allCases.count)
        #expect(Set(AnomalyCode.allCases.map(\.english)).count == AnomalyCode.allCases.count)
    }

    /// Codes are on receipts already sent: a change here breaks other people's software.
    @Test func codesAreNeverRenumbered() {
        #expect(AnomalyCode.unreadableContent.rawValue == "NU_0101")
        #expect(AnomalyCode.missingField.rawValue == "NU_0201")
        #expect(AnomalyCode.impossibleBirthDate.rawValue == "NU_0301")
        #expect(AnomalyCode.wantedCommunesMissing.rawValue == "NU_0401")
        #expect(AnomalyCode.badUniqueNumber.rawValue == "NU_0501")
        #expect(AnomalyCode.badDeskCode.rawValue == "NU_0601")
        #expect(AnomalyCode.renewalTooEarly.rawValue == "NU_0701")
        #expect(AnomalyCode.strikeOffReasonUnknown.rawValue == "NU_0801")
        #expect(AnomalyCode.sourceUnknown.rawValue == "NU_0901")
    }

    @Test func anAnomalyNamesTheFieldAndNotItsContent() {
        let anomaly = Anomaly(code: .impossibleBirthDate, path: "creation.application.applicant.identity.birth_date")
        #expect("\(anomaly)" == "NU_0301 creation.application.applicant.identity.birth_date")
        #expect("\(Anomaly(code: .noKind, path: ""))" == "NU_0103")
        #expect(anomaly.french == AnomalyCode.impossibleBirthDate.french)
        #expect(anomaly.english == AnomalyCode.impossibleBirthDate.english)
    }
}
