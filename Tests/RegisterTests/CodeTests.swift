import Register
import Testing

@Suite struct CodeTests {
    /// Every list, as docs/domain.md 3.1, 4.4, 5.1, 5.3 and 5.4 give it.
    @Test func everyListIsComplete() {
        expect(Civility.self, "1 2 3")
        expect(Nationality.self, "1 2 3")
        expect(FamilySituation.self, "C M D S P U V")
        expect(ApplicantLink.self, "M P C L")
        expect(Relationship.self, "P E A")
        expect(Custody.self, "G D")
        expect(Sex.self, "M F")
        expect(DwellingType.self, "C T1 T2 T3 T4 T5 T6P")
        expect(DwellingCategory.self, "A M I")
        expect(WorkContract.self, "CDI CDD ART CHO APP ETU RET AUT")
        expect(ResourceReceived.self, "SAL RET CHO PAR PINV AF AAH AEEH AJPP RSA AMV PAJE BE AUT")
        expect(ResourcePaid.self, "PAV")
        expect(CurrentHousingModel.self, "HLM LP RS RHVS RE SLHT SH CDEFCM CPE CP LTG FONC POCC CAMCAR HOT SD SQUAT")
        expect(Reason.self, "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23")
        expect(DaloStatus.self, "NON ACTIF CADUC ACTREL")
        expect(TriState.self, "OUI NON NONDOC")
        expect(StrikeOffReason.self, "RADATT RADABA RADCON RADIRR RADREN")
        expect(InadmissibilityGround.self, "IRRSEJ IRRRES")
        expect(Quota.self, "COLTER COLACT PPRIOR PFONCT AUTRES AUCUN")
        expect(Agreement.self, "ACD ACI AUCUN NONDOC")
        expect(UrbanZone.self, "ZUSOUI ZUSNON ZUSNSP")
        expect(RentedDwellingType.self, "T1 T2 T3 T4 T5 T6 T7 T8 T9P")
        expect(DisabilityState.self, "STA EVO")
        expect(WalkingCapacity.self, "1 2 3 4")
        expect(MotorImpairment.self, "MS MI")
        expect(SensoryImpairment.self, "DA DV")
        expect(TechnicalAid.self, "1 2 3 4 5 6 7")
        expect(Equipment.self, "1 2 3 4 5 6")
        expect(FormVersion.self, "01 02 03 04 05")
        expect(MessageType.self, "CRE CRS MOD REN RAD SUP DIS RET COP")
        expect(
            DeskKind.self,
            "BAILLEUR COMMUNE EPCI DEPARTEMENT ETAT RESERVATAIRE ACTION_LOGEMENT SIAO PORTAIL GESTIONNAIRE"
        )
    }

    private func expect<List: Code>(_ list: List.Type, _ codes: String, at location: SourceLocation = #_sourceLocation)
    {
        let raws = codes.split(separator: " ").map { String($0) }
        #expect(List.known.map(\.raw) == raws, sourceLocation: location)
        #expect(raws.map { List($0) } == Array(List.known), sourceLocation: location)
        for code in List.known {
            #expect(code.isKnown && !code.french.isEmpty && !code.english.isEmpty, sourceLocation: location)
        }
        #expect(Set(List.known.map(\.french)).count == raws.count, sourceLocation: location)
        #expect(Set(List.known.map(\.english)).count == raws.count, sourceLocation: location)
        for raw in ["", "?", "oui", " 1", "\u{0}", raws[0] + "X"] {
            let code = List(raw)
            #expect(code == .unknown(raw) && code.raw == raw && !code.isKnown, sourceLocation: location)
        }
    }

    @Test func anUnknownCodeKeepsItsText() {
        #expect(Reason("24") == .unknown("24"))
        #expect(Reason("24").raw == "24")
        #expect(Reason("24").french == "Code inconnu : 24")
        #expect("\(Reason("13"))" == "13")
    }

    @Test func onlyTwoStrikeOffsNeedAWarning() {
        #expect(StrikeOffReason.known.filter(\.needsWarning) == [.noAnswer, .inadmissible])
        #expect(Set(StrikeOffReason.known.map(\.article)).count == 5)
    }
}
