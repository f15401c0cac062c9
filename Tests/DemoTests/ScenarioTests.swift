import Register
import Schemas
import SwiftProtobuf
import Testing

@testable import Demo

struct ScenarioTests {
    /// Goal: the counts a scenario expects are those of the law. Method: play it against a register in its simplest form.
    @Test(
        arguments: [(1, 0.001), (2, 0.001), (3, 0.01), (4, 0.01), (5, 0.1)] as [(UInt64, Double)],
        [1, Scenario.daysUnderWay],
    )
    func theRegisterAnswersAsExpected(_ scene: (seed: UInt64, size: Double), underWay: Int) throws {
        var scenario = Scenario(seed: scene.seed, size: scene.size)
        var register = ModelRegister(scenario)
        let result = play(&scenario, on: &register, underWay: underWay)
        #expect(result.isAsExpected, "\(result)")
        #expect(result.outcomes == scenario.expected.outcomes)
        #expect(result.repeated == scenario.expected.repeated)
        #expect(result.rejects == scenario.expected.rejects)
        #expect(result.published == scenario.expected.submissions)
        #expect(register.files.values.count { $0.isHeld } == scenario.expected.volumes.held)

        var cells = StatisticsCells()
        for cell in register.cells.values { cells.take(cell) }
        let figures = cells.figures(lilleCommunes: scenario.lilleCommunes)
        #expect(figures == scenario.expected.figures)
        let report = DemoReport(
            expected: scenario.expected,
            cells: cells,
            lilleCommunes: scenario.lilleCommunes,
            result: result
        )
        #expect(report.isAsExpected, "\(report.text)")
    }

    @Test func theSameSeedGivesTheSameBytes() {
        #expect(digest(seed: 7) == digest(seed: 7))
        #expect(digest(seed: 7) != digest(seed: 8))
        // However many days are answered late.
        #expect(digest(seed: 7) == digest(seed: 7, underWay: Scenario.daysUnderWay))
    }

    /// At full size every coincidence of dates comes: an import begins no later than it is imported.
    @Test func importsBeginBeforeTheRegister() {
        let roster = DeskRoster()
        let plan = Plan(seed: 2011, volumes: Volumes(size: 1), places: Places(nil), roster: roster)
        let imports = plan.applications[..<plan.importCount]
        #expect(imports.count == 130_000)
        #expect(imports.allSatisfy { $0.filed <= $0.start && $0.start <= Figures.stockDay })
    }

    /// Thousands of forms, written by the library and by our encoder.
    @Test func submissionsHaveTheBytesThatTheLibraryWrites() throws {
        var scenario = Scenario(seed: 12, size: 0.02)
        var register = ModelRegister(scenario)
        var count = 0
        play(&scenario, on: &register) { outgoing in
            guard let message = try? WireSubmission(serializedBytes: outgoing.value) else { return }
            count += 1
            #expect((try? message.serializedBytes()) == outgoing.value)
            #expect((try? message.request.serializedBytes()) == message.request.encodedBytes())
        }
        #expect(count > 1_000)
    }

    @Test func nobodyIsSomeoneElseByAccident() throws {
        var scenario = Scenario(seed: 9, size: 0.1)
        var register = ModelRegister(scenario)
        var holders: [PersonKey: String] = [:]
        var collisions = 0
        play(&scenario, on: &register) { outgoing in
            guard case .receipt(let id, let expected) = outgoing.answer, !expected.isRepeated,
                expected.outcome == .registered || expected.outcome == .imported
            else { return }
            let form = try! message(outgoing).form!
            for key in Set(ModelRegister.keys(of: form)) where holders.updateValue(id.text, forKey: key) != nil {
                collisions += 1
            }
        }
        #expect(collisions == 0)
        #expect(holders.count > 22_000)
    }

    @Test func duplicatesAreTheSamePersonsWrittenOtherwise() throws {
        var scenario = Scenario(seed: 10, size: 0.02)
        var register = ModelRegister(scenario)
        var forms: [String: WireApplication] = [:]
        var desks: [String: String] = [:]
        var count = 0
        play(&scenario, on: &register) { outgoing in
            guard case .receipt(let id, let expected) = outgoing.answer, expected.outcome == .linked else { return }
            let message = try! message(outgoing)
            forms[id.text] = message.form
            desks[id.text] = message.desk
            count += 1
        }
        #expect(count == scenario.expected.volumes.linked)
        for form in forms.values {
            let identity = form.applicant.identity
            #expect(
                NormalizedName.of(identity.lastName).lowercased()
                    == identity.lastName.lowercased().replacing("-", with: " ")
            )
        }
    }

    @Test func aMistypedNameIsOneLetterOffAndAnother() {
        var random = SplitMix64(seed: 3)
        for name in ["Lefèvre-Dubois", "Li", "Van den Bossche", "D'Hondt", "Élodie", "Noël Zoé"] {
            for _ in 0..<200 {
                let typed = Spelling.mistyped(name, &random)
                #expect(abs(typed.count - name.count) <= 1)
                #expect(NormalizedName.of(typed) != NormalizedName.of(name))
                let other = Spelling.other(name, &random)
                #expect(NormalizedName.of(other) == NormalizedName.of(name))
                #expect(other != name)
            }
        }
    }

    @Test func renewalsComeWithinTheirWindow() {
        var scenario = Scenario(seed: 11, size: 0.05)
        var register = ModelRegister(scenario)
        var seen = 0
        var lapsed = 0
        let law = LegalCalendar()
        var files: [UniqueNumber: ModelRegister.File] { register.files }
        var checked: [(UniqueNumber, CivilDate)] = []
        play(&scenario, on: &register) { outgoing in
            guard case .receipt(_, let expected) = outgoing.answer, expected.outcome == .renewed, !expected.isRepeated
            else { return }
            let message = try! message(outgoing)
            checked.append((expected.number!, message.day(outgoing)))
        }
        let starts = importStarts(seed: 11, size: 0.05)
        for (number, day) in checked {
            let start = starts[number]!
            if day > law.lapses(from: start) {
                lapsed += 1
                #expect(day <= law.reactivableUntil(from: start))
            } else {
                #expect(day >= law.windowOpens(from: start) && day <= law.validUntil(from: start))
            }
            seen += 1
        }
        #expect(seen == scenario.expected.region.renewed)
        #expect(lapsed == scenario.expected.volumes.reinstated)
    }

    @Test func importsEndTheirYearWithinTheRegion() {
        let law = LegalCalendar()
        let opening = CivilDate(iso: "2011-01-01")!
        var held = 0
        let starts = importStarts(seed: 12, size: 0.05)
        for start in starts.values {
            let end = law.validUntil(from: start)
            if law.lastLawfulNotice(from: start) < opening {
                held += 1
                #expect(end >= opening && end <= CivilDate(iso: "2011-02-28")!)
            } else {
                #expect(end >= CivilDate(iso: "2011-03-15")! && end <= CivilDate(iso: "2011-12-31")!)
            }
        }
        #expect(held == Volumes(size: 0.05).held)
    }

    @Test func everySubmissionIsWellFormed() throws {
        var scenario = Scenario(seed: 13, size: 0.02)
        var register = ModelRegister(scenario)
        let desks = Set(scenario.desks.map(\.code))
        let communes = Set(scenario.communes.map(\.code))
        var json = 0
        var count = 0
        var last: Int64 = 0
        play(&scenario, on: &register) { outgoing in
            #expect(outgoing.timestamp >= last)
            last = outgoing.timestamp
            let today = CivilDate.paris(milliseconds: outgoing.timestamp)
            let hour = (outgoing.timestamp - today.startInParis()) / 3_600_000
            #expect((8..<18).contains(hour))
            guard case .receipt(let id, let expected) = outgoing.answer else { return }
            count += 1
            json += outgoing.contentType == "application/json" ? 1 : 0
            let message = try! message(outgoing)
            #expect(message.submissionID == id.text)
            #expect(Array(id.text)[14] == "4" && "89ab".contains(Array(id.text)[19]))
            #expect(message.territory == outgoing.territory.code)
            #expect(message.day(outgoing) <= today && message.day(outgoing) >= today.adding(days: -25))
            guard expected.outcome != .refused else { return }
            #expect(desks.contains(message.desk))
            guard let form = message.form else { return }
            #expect(!form.wanted.communes.isEmpty && Set(form.wanted.communes).count == form.wanted.communes.count)
            #expect(
                form.wanted.communes.allSatisfy { communes.contains($0) && "0" + $0.prefix(2) == message.territory }
            )
            #expect(
                form.wanted.dwellingTypes.allSatisfy { DwellingType($0).isKnown } && !form.wanted.dwellingTypes.isEmpty
            )
            #expect(form.reasons.allSatisfy { Reason($0).isKnown } && !form.reasons.isEmpty)
            #expect(Set(form.reasons).count == form.reasons.count)
            #expect(CurrentHousingModel(form.currentHousing.model).isKnown)
            #expect(form.currentHousing.landlordSiren.isEmpty || SIREN(form.currentHousing.landlordSiren) != nil)
            #expect(!form.emailAccepted || !form.applicant.contact.email.isEmpty)
            #expect(form.applicant.link.isEmpty && form.applicant.hasContact)
            for person in [form.applicant] + form.coApplicants {
                let born = CivilDate(iso: person.identity.birthDate)!
                #expect((18...90).contains(born.wholeMonths(until: today) / 12))
                #expect(!person.identity.lastName.isEmpty && !person.identity.firstNames.isEmpty)
                #expect(
                    FamilySituation(person.familySituation).isKnown && WorkContract(person.occupation.contract).isKnown
                )
                #expect(person.resources.allSatisfy { ResourceReceived($0.code).isKnown && $0.amountCents > 0 })
            }
            for person in form.coApplicants { #expect(ApplicantLink(person.link).isKnown) }
            for child in form.dependants { #expect(CivilDate(iso: child.identity.birthDate)! <= today) }
        }
        #expect((0.03...0.07).contains(Double(json) / Double(count)))
    }

    @Test func incomesAreOftenMissingAndCouplesCommon() throws {
        var scenario = Scenario(seed: 14, size: 0.05)
        let forms = try scenario.imports(batch: .max >> 1).compactMap { try message($0).form }
        let withIncome = Double(forms.count { $0.hasTaxIncome }) / Double(forms.count)
        #expect((0.57...0.63).contains(withIncome))
        #expect((0.2...0.5).contains(Double(forms.count { !$0.coApplicants.isEmpty }) / Double(forms.count)))
        #expect((0.3...0.8).contains(Double(forms.count { !$0.dependants.isEmpty }) / Double(forms.count)))
    }

    @Test func desksHaveGoodSIRENsAndTheirRights() {
        let desks = Scenario(seed: 1, size: 0.001).desks
        #expect((22...30).contains(desks.count))
        #expect(desks.count { $0.suspended } == 1)
        #expect(
            desks.allSatisfy { SIREN($0.siren) != nil && DeskKind($0.kind).isKnown && DeskCode(code: $0.code) != nil }
        )
        #expect(Set(desks.map(\.code)).count == desks.count && Set(desks.map(\.siren)).count == desks.count)
        for code in ["G5900", "G6200"] {
            let manager = desks.first { $0.code == code }!
            #expect(manager.kind == "GESTIONNAIRE" && manager.rights.count == 11)
        }
    }
}

// MARK: - Playing

/// Plays a whole year and gives what the answers were. `underWay`: a day is answered, and closed, once so many are published.
@discardableResult
func play(
    _ scenario: inout Scenario,
    on register: inout ModelRegister,
    underWay: Int = 1,
    each: (Outgoing) -> Void = { _ in },
) -> DemoResult {
    var result = DemoResult()
    var day = Scenario.firstDay
    func publish(_ submissions: [Outgoing], _ register: inout ModelRegister) -> [WireReceipt] {
        var receipts: [WireReceipt] = []
        for outgoing in submissions {
            each(outgoing)
            result.expect(outgoing.answer, on: day)
            switch register.receive(outgoing.value, contentType: outgoing.contentType, timestamp: outgoing.timestamp) {
            case .receipt(let receipt):
                receipts.append(receipt)
                result.compare(receipt)
            case .reject: result.compareReject(outgoing.value)
            }
        }
        return receipts
    }
    while true {
        let batch = scenario.imports(batch: 500)
        if batch.isEmpty { break }
        for receipt in publish(batch, &register) { scenario.take(receipt) }
    }
    var open: [(day: CivilDate, receipts: [WireReceipt])] = []
    while day <= Scenario.lastDay {
        open.append((day, publish(scenario.submissions(on: day), &register)))
        day = day.adding(days: 1)
        while open.count >= underWay || day > Scenario.lastDay, !open.isEmpty {
            let over = open.removeFirst()
            for receipt in over.receipts { scenario.take(receipt) }
            register.close(over.day)
        }
    }
    register.close(day)
    result.skipped = scenario.skipped
    return result
}

func digest(seed: UInt64, underWay: Int = 1) -> Fingerprint {
    var scenario = Scenario(seed: seed, size: 0.005)
    var register = ModelRegister(scenario)
    var builder = FingerprintBuilder()
    play(&scenario, on: &register, underWay: underWay) { outgoing in
        builder.add(outgoing.value)
        builder.add(UInt64(bitPattern: outgoing.timestamp))
    }
    return builder.finish()
}

func importStarts(seed: UInt64, size: Double) -> [UniqueNumber: CivilDate] {
    var scenario = Scenario(seed: seed, size: size)
    var starts: [UniqueNumber: CivilDate] = [:]
    for outgoing in scenario.imports(batch: .max >> 1) {
        let request = try! message(outgoing).request.import
        starts[UniqueNumber(request.number)!] = CivilDate(iso: request.validFrom)!
    }
    return starts
}

func message(_ outgoing: Outgoing) throws -> WireSubmission {
    outgoing.contentType == "application/json"
        ? try WireSubmission(jsonUTF8Bytes: outgoing.value) : try WireSubmission(serializedBytes: outgoing.value)
}

extension WireSubmission {
    var form: WireApplication? {
        switch request.kind {
        case .creation(let request)?: request.application
        case .import(let request)?: request.application
        case .modification(let request)?: request.application
        case .renewal(let request)?: request.hasApplication ? request.application : nil
        default: nil
        }
    }

    func day(_ outgoing: Outgoing) -> CivilDate {
        receivedOn.isEmpty ? CivilDate.paris(milliseconds: outgoing.timestamp) : CivilDate(iso: receivedOn)!
    }
}
