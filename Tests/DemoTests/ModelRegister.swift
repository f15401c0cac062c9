import Register
import Schemas
import SwiftProtobuf

@testable import Demo

/// The register's rules in their simplest form, in one place and one order: what a scenario is held against.
///
/// Written from the law and not from the workers, so that a scenario that agrees with it asks the workers for the law.
struct ModelRegister {
    struct File {
        var territory: Territory
        var commune: String
        var filed: CivilDate
        var start: CivilDate
        var isLive = true
        var isLapsed = false
        var isHeld = false
        var noticed: CivilDate?
        var warned: CivilDate?
    }

    enum Reply {
        case receipt(WireReceipt)
        case reject
    }

    private(set) var files: [UniqueNumber: File] = [:]
    private(set) var cells: [String: WireStatisticsCell] = [:]
    private var pending: [String: Int64] = [:]
    /// Movements count on the day that is open, whenever they were received: a day that is over does not change.
    private var today = CivilDate(days: 0)
    private var holders: [PersonKey: UniqueNumber] = [:]
    private var answers: [String: (content: WireSubmission, receipt: WireReceipt)] = [:]
    private var sequences: [Territory: Int] = [:]
    private let desks: [String: WireDesk]
    private let communes: Set<String>
    private let law = LegalCalendar()

    init(_ scenario: Scenario) {
        desks = Dictionary(uniqueKeysWithValues: scenario.desks.map { ($0.code, $0) })
        communes = Set(scenario.communes.map(\.code))
    }

    mutating func receive(_ value: some SwiftProtobufContiguousBytes, contentType: String, timestamp: Int64) -> Reply {
        let message: WireSubmission
        do {
            switch contentType {
            case "application/protobuf": message = try WireSubmission(serializedBytes: value)
            case "application/json": message = try WireSubmission(jsonUTF8Bytes: value)
            default: return .reject
            }
        } catch {
            return .reject
        }
        today = CivilDate.paris(milliseconds: timestamp)
        let received = message.receivedOn.isEmpty ? today : CivilDate(iso: message.receivedOn)!
        precondition(received <= today, "received in the future")
        var receipt = WireReceipt()
        receipt.submissionID = message.submissionID
        receipt.desk = message.desk
        receipt.territory = message.territory
        if let anomaly = fault(of: message) {
            receipt.outcome = .refused
            receipt.anomalies = [.with { $0.code = anomaly.rawValue }]
            return .receipt(receipt)
        }
        if let before = answers[message.submissionID] {
            guard before.content == message else {
                receipt.outcome = .refused
                receipt.anomalies = [.with { $0.code = AnomalyCode.sameIDOtherContent.rawValue }]
                return .receipt(receipt)
            }
            receipt = before.receipt
            receipt.repeated = true
            return .receipt(receipt)
        }
        if let anomaly = decide(message, received, &receipt) {
            receipt.outcome = .refused
            receipt.anomalies = [.with { $0.code = anomaly.rawValue }]
        }
        answers[message.submissionID] = (message, receipt)
        return .receipt(receipt)
    }

    mutating func close(_ day: CivilDate) {
        today = day
        for (number, file) in files where file.isLive {
            if file.noticed == nil, day >= law.noticeDue(from: file.start),
                day <= law.lastLawfulNotice(from: file.start)
            {
                files[number]!.noticed = day
                count(file) { $0.notices += 1 }
            }
            if day >= law.lapses(from: file.start), !file.isHeld, !file.isLapsed {
                if files[number]!.noticed == nil {
                    files[number]!.isHeld = true
                } else {
                    files[number]!.isLapsed = true
                    end(number) { $0.struckOffNotRenewed += 1 }
                }
            }
        }
    }

    private func fault(of message: WireSubmission) -> AnomalyCode? {
        guard let desk = desks[message.desk] else { return .unknownDesk }
        if desk.suspended { return .deskSuspended }
        if !desk.territories.contains(message.territory) { return .deskLacksTerritory }
        let (kind, number, form) = parts(of: message.request)
        if !desk.rights.contains(kind) { return .deskLacksRight }
        if let number {
            guard let number = UniqueNumber(number) else { return .badUniqueNumber }
            if number.territory.code != message.territory { return .numberOfAnotherTerritory }
        }
        if let form {
            for person in [form.applicant] + form.coApplicants {
                let identity = person.identity
                if identity.birthDate.isEmpty || identity.lastName.isEmpty || identity.firstNames.isEmpty {
                    return .missingField
                }
                if CivilDate(iso: identity.birthDate) == nil { return .notADate }
            }
            if form.wanted.communes.isEmpty { return .wantedCommunesMissing }
            for commune in form.wanted.communes {
                if !communes.contains(commune) { return .unknownCommune }
                if Territory(commune: CommuneCode(code: commune)!)!.code != message.territory {
                    return .communeOutsideTerritory
                }
            }
        }
        if case .strikeOff(let strikeOff)? = message.request.kind, strikeOff.reason == "RADABA",
            strikeOff.writtenProof.isEmpty
        {
            return .writtenProofMissing
        }
        return nil
    }

    private func parts(of request: WireRequest) -> (WireSubmissionKind, number: String?, form: WireApplication?) {
        switch request.kind {
        case .creation(let request)?: (.creation, nil, request.application)
        case .import(let request)?: (.import, request.number, request.application)
        case .renewal(let request)?:
            (.renewal, request.number, request.hasApplication ? request.application : nil)
        case .modification(let request)?: (.modification, request.number, request.application)
        case .strikeOff(let request)?: (.strikeOff, request.number, nil)
        case .warning(let request)?: (.warning, request.number, nil)
        case .undeliverableLetter(let request)?: (.undeliverableLetter, request.number, nil)
        case .reinstatement(let request)?: (.reinstatement, request.number, nil)
        case .separation, .deletion, .noticeProof, .reviewDecision, .litigationHold, nil: (.unspecified, nil, nil)
        }
    }

    private mutating func decide(
        _ message: WireSubmission,
        _ day: CivilDate,
        _ receipt: inout WireReceipt,
    ) -> AnomalyCode? {
        let (_, text, form) = parts(of: message.request)
        let number = text.flatMap { UniqueNumber($0) }
        switch message.request.kind {
        case .creation?:
            let keys = Self.keys(of: form!)
            if let holder = keys.compactMap({ holders[$0] }).first(where: { files[$0]!.isLive }) {
                receipt.outcome = .linked
                receipt.number = holder.text
                count(files[holder]!) { $0.linked += 1 }
                return nil
            }
            let territory = Territory(code: message.territory)!
            let sequence = sequences[territory, default: 1]
            sequences[territory] = sequence + 1
            let given = UniqueNumber(
                territory: territory,
                filed: day,
                sequence: sequence,
                desk: DeskCode(code: message.desk)!
            )
            open(given, form!, filed: day, start: day) { $0.registered += 1 }
            receipt.outcome = .registered
            receipt.number = given.text
        case .import(let request)?:
            let filed = CivilDate(iso: request.firstFiledOn)!
            let start = CivilDate(iso: request.validFrom)!
            let (year, month, _) = filed.components
            guard filed <= start, start <= day else { return .inconsistentDates }
            guard number!.month == month, number!.yearOfCentury == year % 100 else {
                return .numberDoesNotMatchFiling
            }
            guard files[number!] == nil else { return .numberTaken }
            open(number!, form!, filed: filed, start: start) { $0.imported += 1 }
            receipt.outcome = .imported
            receipt.number = number!.text
        case .renewal?, .modification?, .strikeOff?, .warning?, .undeliverableLetter?, .reinstatement?:
            guard let number, let file = files[number] else { return .unknownNumber }
            receipt.number = number.text
            return change(number, file, message.request, day, &receipt)
        case .separation, .deletion, .noticeProof, .reviewDecision, .litigationHold, nil: return .kindNotSupported
        }
        return nil
    }

    private mutating func change(
        _ number: UniqueNumber,
        _ file: File,
        _ request: WireRequest,
        _ day: CivilDate,
        _ receipt: inout WireReceipt,
    ) -> AnomalyCode? {
        if case .reinstatement? = request.kind {
            guard !file.isLive else { return .notStruckOff }
            guard file.isLapsed, day <= law.reactivableUntil(from: file.start) else {
                return .reinstatementDelayOver
            }
            files[number]!.isLive = true
            pending[key(file), default: 0] += 1
            count(file) { $0.reinstated += 1 }
            receipt.outcome = .reinstated
            return nil
        }
        guard file.isLive else { return .numberNotLive }
        switch request.kind {
        case .renewal?:
            guard day >= law.windowOpens(from: file.start) else { return .renewalTooEarly }
            files[number]!.start = day
            files[number]!.noticed = nil
            files[number]!.isLapsed = false
            count(file) { $0.renewed += 1 }
            receipt.outcome = .renewed
        case .modification(let modification)?:
            let commune = modification.application.wanted.communes[0]
            if commune != file.commune {
                pending[key(file), default: 0] -= 1
                count(file) { $0.movedOut += 1 }
                files[number]!.commune = commune
                pending[key(files[number]!), default: 0] += 1
                count(files[number]!) { $0.movedIn += 1 }
            }
            receipt.outcome = .modified
        case .warning(let warning)?:
            guard !warning.proof.isEmpty else { return .warningProofMissing }
            files[number]!.warned = CivilDate(iso: warning.sentOn)
            receipt.outcome = .recorded
        case .undeliverableLetter?:
            guard file.noticed != nil else { return .noticeUnknown }
            receipt.outcome = .recorded
        case .strikeOff(let strikeOff)?:
            switch strikeOff.reason {
            case "RADATT":
                let allocation = strikeOff.allocation
                guard let lease = CivilDate(iso: allocation.leaseSignedOn) else { return .leaseDateMissing }
                guard lease <= day else { return .leaseDateInFuture }
                guard lease >= file.filed else { return .leaseBeforeFiling }
                guard SIREN(allocation.landlordSiren) != nil else { return .landlordSIRENMissing }
                guard allocation.rplsID.utf8.count == 10 || allocation.hasDwelling else {
                    return .dwellingDataMissing
                }
                guard desks.values.contains(where: { $0.siren == allocation.landlordSiren && $0.kind == "BAILLEUR" })
                else { return .onlyTheLandlord }
                end(number) {
                    $0.struckOffAllocation += 1
                    $0.allocationDaysSum += Int64(file.filed.days(until: lease))
                }
            case "RADABA": end(number) { $0.struckOffRenunciation += 1 }
            case "RADCON":
                guard let warned = file.warned else { return .warningMissing }
                guard day >= law.noAnswerStrikeOff(warned: warned) else { return .warningDelayNotOver }
                end(number) { $0.struckOffNoAnswer += 1 }
            default: return .strikeOffReasonUnknown
            }
            receipt.outcome = .struckOff
        default: return .kindNotSupported
        }
        return nil
    }

    private mutating func open(
        _ number: UniqueNumber,
        _ form: WireApplication,
        filed: CivilDate,
        start: CivilDate,
        _ entry: (inout WireStatisticsCell) -> Void,
    ) {
        let file = File(
            territory: number.territory,
            commune: form.wanted.communes[0],
            filed: filed,
            start: start
        )
        files[number] = file
        for key in Self.keys(of: form) { holders[key] = number }
        pending[key(file), default: 0] += 1
        count(file, entry)
    }

    private mutating func end(_ number: UniqueNumber, _ exit: (inout WireStatisticsCell) -> Void) {
        files[number]!.isLive = false
        let file = files[number]!
        pending[key(file), default: 0] -= 1
        count(file, exit)
    }

    private func key(_ file: File) -> String { "\(file.territory.code)/\(file.commune)" }

    private mutating func count(_ file: File, _ change: (inout WireStatisticsCell) -> Void) {
        var cell = cells["\(key(file))/\(today)"] ?? WireStatisticsCell()
        cell.territory = file.territory.code
        cell.commune = file.commune
        cell.period = today.iso
        change(&cell)
        cell.pendingAtEnd = pending[key(file), default: 0]
        cells["\(key(file))/\(today)"] = cell
        // What is published ahead of the end of this day counts on its own day, with this before it.
        for ahead in 1..<Scenario.daysUnderWay {
            cells["\(key(file))/\(today.adding(days: ahead))"]?.pendingAtEnd = cell.pendingAtEnd
        }
    }

    static func keys(of form: WireApplication) -> [PersonKey] {
        ([form.applicant] + form.coApplicants).flatMap { person in
            [person.identity.lastName, person.identity.birthName].map {
                PersonKey.civil(
                    lastName: $0,
                    firstNames: person.identity.firstNames,
                    birthDate: CivilDate(iso: person.identity.birthDate)!
                )
            }
        }
    }
}
