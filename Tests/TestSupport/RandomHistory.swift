import Register
import Schemas
import WorkerKit

/// A town in a hurry: a few people who file, renew, move out, split up and send things twice, day after day. What is asked
/// is drawn at random, from what the register answered so far.
package struct RandomHistory {
    /// Every delay of the law in its order, but short, so that a season sees all of them.
    package static var hurriedCalendar: LegalCalendar {
        var calendar = LegalCalendar()
        calendar.validityMonths = 2
        calendar.windowOpensMonths = 1
        calendar.noticeMonths = 1
        calendar.lapseMonths = 3
        calendar.reactivationMonths = 4
        calendar.noAnswerDelayMonths = 1
        calendar.noAnswerReactivationMonths = 1
        calendar.correctionMonths = 1
        calendar.inadmissibleDelayMonths = 1
        calendar.purgeMonths = 3
        calendar.submissionMemoryDays = 20
        return calendar
    }

    private static let people = (0..<7).map { Somebody("Nom\($0)", "Prénom", "198\($0)-01-01") }
    private static let communes = ["59350", "59009", "59599"]

    private var random: SeededRandom
    private var asked: [RegisterRecord] = []
    private var nextID: UInt64 = 1
    private var nextSource: Int64 = 1
    /// The numbers that people were told, and one that was never given.
    private var numbers: [UniqueNumber] = [.stub(999_999)]
    private var reviews: [String] = ["no-such-review"]
    private var receiptsSeen = 0
    private var reviewsSeen = 0
    package private(set) var today: CivilDate = "2024-01-29"

    package init(seed: UInt64) { random = SeededRandom(seed: seed) }

    package mutating func passDays() {
        today = today.adding(days: [1, 1, 2, 9, 27].randomElement(using: &random) ?? 1)
    }

    /// The next thing that someone asks for.
    package mutating func submission(after register: LocalRegister) -> RegisterRecord {
        for receipt in register.published.receipts.dropFirst(receiptsSeen) {
            if let number = UniqueNumber(receipt.message.number), !numbers.contains(number) { numbers.append(number) }
        }
        receiptsSeen = register.published.receipts.count
        for review in register.published.reviews.dropFirst(reviewsSeen) where !reviews.contains(review.reviewID) {
            reviews.append(review.reviewID)
        }
        reviewsSeen = register.published.reviews.count

        return sent(Int.random(in: 0..<100, using: &random) < 12 ? somethingAgain() : something())
    }

    /// Someone files who may have an application already.
    package mutating func filing() -> RegisterRecord {
        nextID += 1
        return sent(.creation(nextID - 1, household(), commune: commune(), day: today))
    }

    private mutating func sent(_ record: RegisterRecord) -> RegisterRecord {
        var record = record
        record.source = SourcePosition(partition: 0, offset: nextSource)
        nextSource += 1
        asked.append(record)
        return record
    }

    private mutating func somethingAgain() -> RegisterRecord {
        guard let first = asked.randomElement(using: &random) else { return something() }
        let isOther = Int.random(in: 0..<5, using: &random) == 0
        var again = first.sentAgain(source: 0, fingerprint: isOther ? 0xBAD : nil)
        if Bool.random(using: &random) { again.day = today }
        return again
    }

    private mutating func something() -> RegisterRecord {
        let id = nextID
        nextID += 1
        // Some arrive late.
        let day = today.adding(days: -([0, 0, 0, 0, 1, 5].randomElement(using: &random) ?? 0))
        let number = numbers.suffix(12).randomElement(using: &random) ?? numbers[0]
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<34: return .creation(id, household(), commune: commune(), day: day)
        case 34..<38: return .separation(id, household(), from: number, day: day)
        case 38..<46: return .modification(id, of: number, household(), commune: commune(), day: day)
        case 46..<60:
            let persons = Bool.random(using: &random) ? household() : nil
            return .renewal(id, of: number, persons, commune: commune(), day: day)
        case 60..<72:
            let reason = ["RADATT", "RADABA", "RADCON", "RADIRR"].randomElement(using: &random) ?? "RADABA"
            return .strikeOff(id, of: number, reason, lease: day, day: day)
        case 72..<76:
            return .warning(id, of: number, Bool.random(using: &random) ? "RADCON" : "RADIRR", sent: day)
        case 76..<84: return .reinstatement(id, of: number, day: day)
        case 84..<88: return .deletion(id, of: number, day: day)
        case 88..<92:
            let kept = UniqueNumber.stub(Int.random(in: 1...40, using: &random), filed: today)
            let start = today.adding(days: -Int.random(in: 0..<120, using: &random))
            let filed = start.adding(days: -100)
            return .importing(id, household(), number: kept, firstFiled: filed, validFrom: start, day: day)
        case 92: return .undeliverableLetter(id, of: number, returned: day)
        case 93:
            let status = [WireNoticeStatus.posted, .returned].randomElement(using: &random) ?? .posted
            return .noticeProof(id, of: number, status, on: day)
        case 94:
            return .litigationHold(id, of: number, Bool.random(using: &random) ? .placed : .lifted, day: day)
        default:
            let review = reviews.randomElement(using: &random) ?? ""
            let verdict = [WireVerdict.same, .different, .later, .undo].randomElement(using: &random) ?? .later
            return .reviewDecision(id, review, verdict, day: day)
        }
    }

    private mutating func household() -> [Somebody] {
        let size = [0, 1, 1, 1, 2, 2, 3].randomElement(using: &random) ?? 1
        return Array(RandomHistory.people.shuffled(using: &random).prefix(size))
    }

    private mutating func commune() -> String { RandomHistory.communes.randomElement(using: &random) ?? "59350" }
}
