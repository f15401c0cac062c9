import Register
import Schemas
import SwiftProtobuf

extension Scenario {
    /// What goes out, and the receipt that must come back.
    private typealias Letter = (message: WireSubmission, answer: ExpectedReceipt)

    // MARK: - Imports

    mutating func importing(_ index: Int, at time: Int64) -> Outgoing {
        let form = newForm(index)
        let planned = applications[index]
        let number = UniqueNumber(rawValue: planned.number)!
        var random = SplitMix64(seed: seed, stream: 5, index: index)
        let id = id(stream: 5, index)
        var message = envelope(
            id,
            from: roster.manager(of: planned.territory),
            planned.territory,
            day: Figures.stockDay,
            isDayWritten: random.chance(500),
            &random,
        )
        message.request.import = .with {
            $0.number = number.text
            $0.firstFiledOn = planned.filed.iso
            $0.validFrom = planned.start.iso
            $0.application = form
        }
        let answer = ExpectedReceipt(outcome: .imported, isRepeated: false, number: number, anomalies: [])
        return outgoing(message, id, planned.territory, answer, at: time)
    }

    // MARK: - Errands

    /// Nil when the application has no number, which its receipt should have brought.
    mutating func outgoing(_ errand: Errand, publishedOn day: CivilDate, at time: Int64) -> Outgoing? {
        let index = errand.application
        let territory = applications[index].territory
        if case .fault(.undecodable) = errand.kind {
            var random = SplitMix64(seed: seed, stream: errand.kind.stream, index: index)
            // A first field that is longer than all there is.
            let value = [0x0A, 0x7F] + (0..<random.within(8...60)).map { _ in UInt8(random.below(256)) }
            return unreadable(value, ContentType.protobuf.rawValue, territory, at: time)
        }
        guard var letter = letter(for: errand, publishedOn: day) else { return nil }
        letter.answer.isRepeated = errand.isResend
        if case .fault(.wrongContentType) = errand.kind {
            return unreadable(letter.message.encodedBytes(), "text/plain", territory, at: time)
        }
        let id = id(of: errand)
        if errand.kind == .creation, !errand.isResend { awaitNumber(of: index, from: id) }
        return outgoing(letter.message, id, territory, letter.answer, at: time)
    }

    private mutating func letter(for errand: Errand, publishedOn day: CivilDate) -> Letter? {
        let index = errand.application
        let planned = applications[index]
        let territory = planned.territory
        var random = SplitMix64(seed: seed, stream: errand.kind.stream, index: index)
        let isDayWritten = random.chance(500) || (errand.day != day && !errand.isResend)

        func start(_ scenario: Scenario, from desk: DeskRoster.Desk? = nil) -> WireSubmission {
            scenario.envelope(
                scenario.id(of: errand),
                from: desk ?? scenario.roster.registrar(in: territory, &random),
                territory,
                day: errand.day,
                isDayWritten: isDayWritten,
                &random,
            )
        }
        func answer(_ number: UniqueNumber? = nil, _ anomalies: [AnomalyCode] = []) -> ExpectedReceipt {
            ExpectedReceipt(outcome: errand.kind.outcome, isRepeated: false, number: number, anomalies: anomalies)
        }

        switch errand.kind {
        case .creation:
            let form = errand.isResend ? form(index) : newForm(index)
            var message = start(self)
            message.request.creation.application = form
            return (message, answer(errand.isResend ? UniqueNumber(rawValue: planned.number) : nil))
        case .duplicate:
            guard let number = self.number(of: index) else { return nil }
            let first = creationDesk(of: index)
            var desk = roster.registrar(in: territory, &random)
            while desk.code == first.code { desk = roster.registrar(in: territory, &random) }
            var message = start(self, from: desk)
            message.request.creation.application = respelled(form(index), &random)
            return (message, answer(number))
        case .renewal:
            guard let number = self.number(of: index) else { return nil }
            var message = start(self)
            message.request.renewal.number = number.text
            if random.chance(600) {
                message.request.renewal.application = households.updated(form(index), &random)
            }
            return (message, answer(number))
        case .modification:
            guard let number = self.number(of: index) else { return nil }
            var message = start(self)
            message.request.modification = .with {
                $0.number = number.text
                $0.application = modified(index, &random)
            }
            return (message, answer(number))
        case .allocation:
            guard let number = self.number(of: index) else { return nil }
            let landlord = roster.landlord(in: territory, &random)
            var message = start(self, from: landlord)
            message.request.strikeOff = .with {
                $0.number = number.text
                $0.reason = StrikeOffReason.allocated.raw
                $0.allocation = allocation(in: Int(planned.commune), by: landlord, lease: errand.since, &random)
            }
            return (message, answer(number))
        case .renunciation:
            guard let number = self.number(of: index) else { return nil }
            var message = start(self, from: roster.landlord(in: territory, &random))
            message.request.strikeOff = .with {
                $0.number = number.text
                $0.reason = StrikeOffReason.renounced.raw
                $0.writtenProof = "LET-2011-\(index)"
            }
            return (message, answer(number))
        case .warning:
            guard let number = self.number(of: index) else { return nil }
            var message = start(self, from: warningDesk(of: index))
            message.request.warning = .with {
                $0.number = number.text
                $0.reason = StrikeOffReason.noAnswer.raw
                $0.sentOn = errand.since.iso
                $0.proof = "LRAR-2011-\(index)"
            }
            return (message, answer(number))
        case .noAnswer:
            guard let number = self.number(of: index) else { return nil }
            var message = start(self, from: warningDesk(of: index))
            message.request.strikeOff = .with {
                $0.number = number.text
                $0.reason = StrikeOffReason.noAnswer.raw
            }
            return (message, answer(number))
        case .undeliverable:
            guard let number = self.number(of: index) else { return nil }
            var message = start(self, from: roster.manager(of: territory))
            message.request.undeliverableLetter = .with {
                $0.number = number.text
                $0.returnedOn = errand.since.iso
                $0.proof = "PND-2011-\(index)"
            }
            return (message, answer(number))
        case .reinstatement:
            guard let number = self.number(of: index) else { return nil }
            var message = start(self, from: roster.manager(of: territory))
            message.request.reinstatement.number = number.text
            return (message, answer(number))
        case .fault(let fault):
            let refusal = answer(nil, fault.anomalies)
            switch fault {
            case .unknownDesk:
                var message = start(self)
                message.desk = "G9999"
                message.request.creation.application = newForm(index)
                return (message, refusal)
            case .suspendedDesk:
                var message = start(self, from: roster.desks[roster.suspended])
                message.request.creation.application = newForm(index)
                return (message, refusal)
            case .missingBirthDate:
                var message = start(self)
                message.request.creation.application = newForm(index)
                message.request.creation.application.applicant.identity.birthDate = ""
                return (message, refusal)
            case .impossibleDate:
                var message = start(self)
                message.request.creation.application = newForm(index)
                let year = 1950 + random.below(40)
                message.request.creation.application.applicant.identity.birthDate =
                    "\(year)-" + random.element(["02-30", "04-31", "13-05", "06-00"])
                return (message, refusal)
            case .unknownCommune:
                var message = start(self)
                message.request.creation.application = newForm(index)
                // The last code of the département, which no commune has.
                message.request.creation.application.wanted.communes[0] = territory == .nord ? "59999" : "62999"
                return (message, refusal)
            case .communeOutsideTerritory:
                var message = start(self)
                message.request.creation.application = newForm(index)
                let elsewhere = places.pick(in: territory == .nord ? .pasDeCalais : .lilleMetropolis, &random)
                message.request.creation.application.wanted.communes = [places.code(elsewhere)]
                return (message, refusal)
            case .wrongContentType:
                var message = start(self)
                message.request.creation.application = newForm(index)
                return (message, refusal)
            case .unknownNumber:
                var message = start(self)
                message.request.renewal.number =
                    UniqueNumber(
                        territory: territory,
                        filed: errand.day.adding(months: -11),
                        sequence: 900_000 + index % 100_000,
                        desk: roster.manager(of: territory).code,
                    ).text
                return (message, refusal)
            case .numberOfAnotherTerritory:
                guard let number = self.number(of: errand.other) else { return nil }
                var message = start(self)
                message.request.renewal.number = number.text
                return (message, refusal)
            case .renewalTooEarly:
                guard let number = self.number(of: index) else { return nil }
                var message = start(self)
                message.request.renewal.number = number.text
                return (message, refusal)
            case .strikeOffWithoutProof:
                guard let number = self.number(of: index) else { return nil }
                var message = start(self, from: roster.landlord(in: territory, &random))
                message.request.strikeOff = .with {
                    $0.number = number.text
                    $0.reason = StrikeOffReason.renounced.raw
                }
                return (message, refusal)
            case .sameIDOtherContent:
                // A software that counts its ids from the start again, for another person or for another form.
                var message = start(self, from: creationDesk(of: index))
                if errand.other >= 0 {
                    message.request.creation.application = newForm(errand.other)
                } else {
                    message.request.creation.application = form(index)
                    message.request.creation.application.wanted.dwellingTypes = ["C", "T6P"]
                }
                return (message, refusal)
            case .undecodable: preconditionFailure("bytes that nobody can read are not written as a message")
            }
        }
    }

    // MARK: - Pieces

    private func number(of index: Int) -> UniqueNumber? {
        let raw = applications[index].number
        return raw == 0 ? nil : UniqueNumber(rawValue: raw)
    }

    private func id(of errand: Errand) -> SubmissionID {
        let kind = errand.kind == .fault(.sameIDOtherContent) ? .creation : errand.kind
        return id(stream: kind.stream, errand.application)
    }

    /// Version 4 as RFC 9562 marks it, yet the same for the same seed.
    func id(stream: UInt64, _ index: Int) -> SubmissionID {
        var random = SplitMix64(seed: seed, stream: stream &+ 1000, index: index)
        return SubmissionID(
            high: random.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000,
            low: random.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000,
        )
    }

    func envelope(
        _ id: SubmissionID,
        from desk: DeskRoster.Desk,
        _ territory: Territory,
        day: CivilDate,
        isDayWritten: Bool,
        _ random: inout SplitMix64,
    ) -> WireSubmission {
        var message = WireSubmission()
        message.submissionID = id.text
        message.desk = desk.code.code
        message.agent = "A\(100 + random.below(40))"
        message.territory = territory.code
        if isDayWritten { message.receivedOn = day.iso }
        return message
    }

    /// The desk that `letter(for:publishedOn:)` draws for the creation.
    private func creationDesk(of index: Int) -> DeskRoster.Desk {
        var random = SplitMix64(seed: seed, stream: Errand.Kind.creation.stream, index: index)
        _ = random.chance(500)
        return roster.registrar(in: applications[index].territory, &random)
    }

    /// Who warns also strikes off.
    private func warningDesk(of index: Int) -> DeskRoster.Desk {
        var random = SplitMix64(seed: seed, stream: 6, index: index)
        return roster.landlord(in: applications[index].territory, &random)
    }

    /// Three in ten now want another commune first.
    private func modified(_ index: Int, _ random: inout SplitMix64) -> WireApplication {
        var form = households.updated(form(index), &random)
        if random.chance(300) {
            let other = places.code(places.pick(in: applications[index].territory, &random))
            form.wanted.communes = [other] + form.wanted.communes.filter { $0 != other }
        }
        return form
    }

    /// Of a dwelling in that commune.
    func allocation(
        in commune: Int,
        by landlord: DeskRoster.Desk,
        lease: CivilDate,
        _ random: inout SplitMix64,
    ) -> WireAllocation {
        var allocation = WireAllocation()
        allocation.landlordSiren = landlord.siren
        allocation.leaseSignedOn = lease.iso
        let rooms = random.within(1...5)
        if random.chance(850) {
            allocation.rplsID = "\(places.code(commune))\(10_000 + random.below(90_000))"
        } else {
            allocation.dwelling = .with {
                $0.addressLine = "\(random.within(1...120)) \(random.element(NameLists.streets))"
                $0.postcode = places.postcode(commune)
                $0.commune = places.code(commune)
            }
        }
        allocation.dwellingType = "T\(rooms)"
        allocation.surfaceSquareMetres = Int32(16 + 16 * rooms + random.below(12))
        allocation.monthlyRentCents = Int64(18_000 + 6_500 * rooms + random.below(9_000))
        allocation.zone = random.element(["ZUSNON", "ZUSNON", "ZUSOUI", "ZUSNSP"])
        allocation.quota = random.element(["AUCUN", "AUCUN", "COLTER", "COLACT", "PPRIOR", "PFONCT", "AUTRES"])
        allocation.agreement = random.element(["AUCUN", "AUCUN", "ACD", "ACI", "NONDOC"])
        allocation.daloPriority = random.chance(20) ? "OUI" : "NON"
        allocation.alreadyTenant = random.chance(250) ? "OUI" : "NON"
        return allocation
    }

    // MARK: - Bytes

    func outgoing(
        _ message: WireSubmission,
        _ id: SubmissionID,
        _ territory: Territory,
        _ answer: ExpectedReceipt,
        at time: Int64,
    ) -> Outgoing {
        // One in twenty is JSON; a resend falls on the same side.
        let isJSON = id.low % 20 == 0
        return Outgoing(
            territory: territory,
            value: isJSON ? json(of: message) : message.encodedBytes(),
            contentType: isJSON ? ContentType.json.rawValue : ContentType.protobuf.rawValue,
            timestamp: time,
            answer: .receipt(id, answer),
        )
    }

    private func unreadable(_ value: [UInt8], _ type: String, _ territory: Territory, at time: Int64) -> Outgoing {
        Outgoing(
            territory: territory,
            value: value,
            contentType: type,
            timestamp: time,
            answer: .reject(Fingerprint.of(value)),
        )
    }

    private func json(of message: WireSubmission) -> [UInt8] {
        do { return try message.jsonUTF8Bytes() } catch {
            preconditionFailure("a submission cannot be written: \(error)")
        }
    }
}
