import Foundation
import Register
import Schemas
import SwiftProtobuf
import TestSupport

/// Desks that submit whatever can be submitted, for few persons, so that everything collides with everything. Nobody in
/// it exists.
package struct Population {
    /// A submission as a desk publishes it.
    package struct Message {
        package var value: [UInt8]
        package var contentType: ContentType
        package var territory: String
        /// Nil for what cannot be read.
        package var submission: WireSubmission?
    }

    package var random: SeededRandom
    /// What the desks know from receipts and reviews.
    package var numbers: [UniqueNumber] = []
    package var reviews: [String] = []
    /// Whom a renewal notice was sent to.
    package var noticed: [UniqueNumber] = []
    /// And how.
    package var notices: [WireNotice] = []
    private var sent: [Message] = []
    /// Warnings that were sent: a strike-off may follow one.
    private var warnings: [WireWarning] = []
    /// Reviews that a manager ruled on so.
    private var ruledSame: [String] = []
    private var nextID: UInt64 = 1
    private let persons: Int
    /// How many submissions are paper forms that come late.
    package var lateReceptions = 0.0

    package init(random: SeededRandom, persons: Int) {
        self.random = random
        self.persons = persons
    }

    package static let territories = ["059", "059", "059", "062"]
    private static let communes = ["059": ["59350", "59009", "59183"], "062": ["62041", "62193"]]

    package mutating func message(on today: CivilDate) -> Message {
        let figure = Int.random(in: 0..<100, using: &random)
        let message: Message
        switch figure {
        case ..<6 where !sent.isEmpty: message = sent.randomElement(using: &random)!
        case ..<8 where !sent.isEmpty: message = conflicting(on: today)
        case ..<10: message = garbage()
        default:
            var submission = WireSubmission()
            submission.submissionID = id()
            submission.desk = SubmissionFixtures.landlordDesk
            submission.agent = "agent-1"
            submission.territory = Population.territories.randomElement(using: &random)!
            var age = happens(0.25) ? Int.random(in: 0...20, using: &random) : 0
            if lateReceptions > 0, happens(lateReceptions) { age = Int.random(in: 0...60, using: &random) }
            let received = today.adding(days: -age)
            if !happens(0.1) || age > 0 { submission.receivedOn = received.iso }
            // Once notices leave, providers report on them.
            let isReport = !notices.isEmpty && happens(0.15)
            fill(&submission, isReport ? Int.random(in: 90..<96, using: &random) : figure, received)
            // Some act on one commune only.
            if nextID % 5 == 0, submission.desk == SubmissionFixtures.landlordDesk {
                submission.desk = SubmissionFixtures.townHallDesk
            }
            if happens(0.01) { submission.desk = "ZZZZZ" }
            let type = contentType(of: submission, figure)
            message = Message(
                value: encode(submission, as: type, received),
                contentType: type,
                territory: submission.territory,
                submission: submission,
            )
        }
        sent.append(message)
        return message
    }

    // MARK: Kinds

    private mutating func fill(_ submission: inout WireSubmission, _ figure: Int, _ day: CivilDate) {
        let territory = submission.territory
        let number = number(in: territory)
        switch figure {
        case ..<38:
            if happens(0.3) { submission.desk = "GDPUB" }
            submission.request.creation.application = application(territory)
        case ..<40:
            submission.desk = SubmissionFixtures.managerDesk
            submission.request.litigationHold.number = number
            submission.request.litigationHold.step = happens(0.6) ? .placed : .lifted
            submission.request.litigationHold.reference = "TA-1"
        case ..<46:
            submission.request.separation.fromNumber = number
            submission.request.separation.application = application(territory)
        case ..<53:
            submission.request.modification.number = number
            submission.request.modification.application = application(territory)
        case ..<63:
            if happens(0.3) { submission.desk = "GDPUB" }
            submission.request.renewal.number = number
            if happens(0.3) { submission.request.renewal.application = application(territory) }
        case ..<71: fillStrikeOff(&submission, number, day)
        case ..<77:
            submission.request.warning.number = number
            let isNoAnswer = happens(0.5)
            submission.request.warning.reason = isNoAnswer ? "RADCON" : "RADIRR"
            if !isNoAnswer { submission.request.warning.ground = figure % 4 == 0 ? "IRRSEJ" : "IRRRES" }
            submission.request.warning.sentOn = day.adding(days: -Int.random(in: 0...120, using: &random)).iso
            submission.request.warning.proof = "LRAR-1"
            warnings.append(submission.request.warning)
        case ..<83:
            if figure % 3 == 0 { submission.desk = SubmissionFixtures.managerDesk }
            submission.request.reinstatement.number = number
        case ..<86:
            submission.desk = SubmissionFixtures.managerDesk
            submission.request.deletion.number = number
            submission.request.deletion.writtenProof = "ORDRE-1"
        case ..<90:
            submission.desk = SubmissionFixtures.managerDesk
            fillImport(&submission, day)
        case ..<92:
            let noticed = noticed.suffix(4).last { $0.territory.code == territory }?.text
            submission.request.undeliverableLetter.number = happens(0.7) ? noticed ?? number : number
            submission.request.undeliverableLetter.returnedOn = day.iso
            submission.request.undeliverableLetter.proof = "PND-1"
        case ..<97: fillProof(&submission, number, day)
        default:
            submission.desk = SubmissionFixtures.managerDesk
            fillRuling(&submission)
        }
    }

    private mutating func fillStrikeOff(_ submission: inout WireSubmission, _ number: String, _ day: CivilDate) {
        // Mostly those whose delay is over.
        let due = warnings.suffix(8).filter { warning in
            warning.number.hasPrefix(submission.territory) && warning.sentOn <= day.adding(days: -62).iso
        }
        if happens(0.5), let warning = due.randomElement(using: &random) {
            submission.request.strikeOff.number = warning.number
            submission.request.strikeOff.reason = warning.reason
            submission.request.strikeOff.ground = warning.ground
            return
        }
        submission.request.strikeOff.number = number
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            submission.request.strikeOff.reason = "RADATT"
            submission.request.strikeOff.allocation.landlordSiren = "732829320"
            submission.request.strikeOff.allocation.leaseSignedOn = day.iso
            submission.request.strikeOff.allocation.rplsID = "5900012345"
            if nextID % 2 == 0 { submission.request.strikeOff.allocation.dwelling.addressLine = "3 rue de l’Exemple" }
            submission.request.strikeOff.allocation.quota = "PPRIOR"
            submission.request.strikeOff.allocation.agreement = "ACD"
            submission.request.strikeOff.allocation.daloPriority = "OUI"
            submission.request.strikeOff.allocation.alreadyTenant = "NONDOC"
        case 1:
            submission.request.strikeOff.reason = "RADABA"
            submission.request.strikeOff.writtenProof = "COURRIER-1"
        case 2: submission.request.strikeOff.reason = "RADCON"
        default:
            submission.request.strikeOff.reason = "RADIRR"
            submission.request.strikeOff.ground = "IRRRES"
        }
    }

    /// Now and then what was ruled the same is taken back.
    private mutating func fillRuling(_ submission: inout WireSubmission) {
        let verdict = [WireVerdict.same, .same, .different, .later, .undo, .undo].randomElement(using: &random)!
        let known = verdict == .undo && happens(0.8) && !ruledSame.isEmpty ? ruledSame : reviews
        let review = known.suffix(8).randomElement(using: &random) ?? "review-1"
        if verdict == .same { ruledSame.append(review) }
        submission.request.reviewDecision.reviewID = review
        submission.request.reviewDecision.verdict = verdict
    }

    /// The provider reports on a notice that was sent, or mixes something up.
    private mutating func fillProof(_ submission: inout WireSubmission, _ number: String, _ day: CivilDate) {
        submission.desk = SubmissionFixtures.managerDesk
        let notice = notices.suffix(6).filter { $0.territory == submission.territory }.randomElement(using: &random)
        submission.request.noticeProof.number = notice?.number ?? number
        submission.request.noticeProof.rank = happens(0.9) ? max(1, notice?.rank ?? 1) : 2
        submission.request.noticeProof.channel =
            happens(0.9) ? notice?.channels.randomElement(using: &random) ?? .post : .email
        submission.request.noticeProof.batch = "LOT-1"
        submission.request.noticeProof.item = "\(nextID)"
        submission.request.noticeProof.happenedOn = day.adding(days: -Int.random(in: 0...10, using: &random)).iso
        submission.request.noticeProof.status =
            [.posted, .delivered, .returned, .failed].randomElement(using: &random)!
    }

    /// Its number may lie where the sequence comes by, or be taken.
    private mutating func fillImport(_ submission: inout WireSubmission, _ day: CivilDate) {
        let filed = day.adding(days: -[0, 0, 40, 300, 500].randomElement(using: &random)!)
        let from = filed.adding(days: happens(0.5) ? 0 : Int.random(in: 0...filed.days(until: day), using: &random))
        let number = UniqueNumber(
            territory: Territory(code: submission.territory)!,
            filed: filed,
            sequence: Int.random(in: 0...50, using: &random),
            desk: DeskCode(code: happens(0.5) ? SubmissionFixtures.landlordDesk : "GDPUB")!,
        )
        submission.request.import.number = number.text
        submission.request.import.firstFiledOn = filed.iso
        submission.request.import.validFrom = from.iso
        submission.request.import.application = application(submission.territory)
    }

    private mutating func conflicting(on today: CivilDate) -> Message {
        var message = sent.randomElement(using: &random)!
        guard var submission = message.submission else { return message }
        submission.agent = "agent-2"
        submission.receivedOn = today.iso
        fill(&submission, Int.random(in: 10..<100, using: &random), today)
        message.submission = submission
        // A file in XML has the id that follows from it: another content is another file.
        if message.contentType == .xml { message.contentType = .protobuf }
        message.value = encode(submission, as: message.contentType, today)
        return message
    }

    private mutating func garbage() -> Message {
        let count = Int.random(in: 1...60, using: &random)
        let value = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
        let type: ContentType = happens(0.3) ? .json : nextID % 3 == 0 ? .xml : .protobuf
        return Message(value: value, contentType: type, territory: "059", submission: nil)
    }

    // MARK: Forms

    private mutating func application(_ territory: String) -> WireApplication {
        var application = WireApplication()
        let first = Int.random(in: 0..<persons, using: &random)
        application.applicant.identity = person(first)
        if happens(0.35) {
            let second = (first + Int.random(in: 1..<persons, using: &random)) % persons
            var spouse = WirePerson()
            spouse.identity = person(second)
            spouse.link = "M"
            application.coApplicants = [spouse]
        }
        if happens(0.6) {
            application.applicant.contact.addressLine = "1 rue Neuve"
            application.applicant.contact.postcode = "59000"
            application.applicant.contact.commune = "59350"
        }
        if happens(0.7) {
            application.applicant.contact.email = "p\(first)@example.org"
            application.emailAccepted = happens(0.3)
        }
        // Of some persons, whatever they file.
        if first % 4 == 1 { application.dalo = nextID % 3 == 0 ? "NON" : "ACTIF" }
        application.wanted.dwellingTypes = ["T3"]
        let communes = Population.communes[territory]!
        application.wanted.communes = [communes.randomElement(using: &random)!]
        if nextID % 3 == 0 { application.wanted.communes.append(communes[Int(nextID / 3) % communes.count]) }
        return application
    }

    /// The same person is not always written alike.
    private mutating func person(_ figure: Int) -> WireIdentity {
        let name = ["Élise", "Karim", "Noé", "Zoé", "Ana", "Luc", "Inès", "Paul"][figure % 8]
        let last = ["Delattre", "D’Hondt", "Lefèvre"][figure / 8 % 3]
        var identity = WireIdentity()
        identity.lastName = happens(0.2) ? last.uppercased() : happens(0.1) ? Population.mistyped(last) : last
        identity.firstNames = name
        // One letter, or one digit, is not what it should be.
        let day = happens(0.1) ? 6 : 5
        identity.birthDate = CivilDate(year: 1970 + figure, month: 1 + figure % 12, day: day)!.iso
        if happens(0.2) {
            identity.birthName = identity.lastName
            identity.lastName = "Vasseur"
        }
        if happens(0.2) {
            let body = 1_700_159_350_000 + figure
            identity.nir = "\(body)"
        }
        return identity
    }

    private static func mistyped(_ name: String) -> String {
        name.replacing("tt", with: "t").replacing("ond", with: "onb").replacing("vre", with: "ver")
    }

    private mutating func number(in territory: String) -> String {
        if happens(0.03) { return "\(territory)0112999999G5901" }
        let known = numbers.filter { $0.territory.code == territory }
        // The last ones more often: they are live.
        let recent = happens(0.6) ? Array(known.suffix(6)) : known
        return recent.randomElement(using: &random)?.text ?? "\(territory)0112999999G5901"
    }

    private mutating func id() -> String {
        defer { nextID += 1 }
        return SubmissionFixtures.id(nextID)
    }

    private mutating func happens(_ probability: Double) -> Bool {
        Double.random(in: 0..<1, using: &random) < probability
    }

    /// Some filings and renewals as messages of the ministry's interface.
    private func contentType(of submission: WireSubmission, _ figure: Int) -> ContentType {
        switch submission.request.kind {
        case .creation, .renewal: if nextID % 7 == 0 { return .xml }
        default: break
        }
        return figure % 5 == 0 ? .json : .protobuf
    }

    private func encode(_ submission: WireSubmission, as type: ContentType, _ day: CivilDate) -> [UInt8] {
        if type == .xml {
            // The file's time tells one from another.
            let (hour, minute, second) = (10 + nextID / 3600 % 10, nextID / 60 % 60, nextID % 60)
            let time = [hour, minute, second].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
            return MinistryMessages.xml(submission, day: day, madeAt: time)
        }
        let bytes: [UInt8]? = type == .json ? try? submission.jsonUTF8Bytes() : try? submission.serializedBytes()
        return bytes ?? []
    }
}
