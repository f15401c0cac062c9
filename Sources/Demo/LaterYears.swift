import Register
import Schemas
import SwiftProtobuf

/// What is still to be done about the applications of 2011 in the years after, and how many new ones come.
///
/// Known from receipts alone, as a landlord's software knows it: until when an application is valid. Of those whose year
/// ends, half are renewed, some are housed or give up, and the rest, nobody hears of again: they are noticed, lapse, and
/// are purged.
struct LaterYears: Sendable {
    enum Deed: Sendable { case renewal, allocation, renunciation }

    private let seed: UInt64
    /// New applications a year, on working days.
    private let newPerYear: Int
    /// What is live on 31 December 2011, with the end of its validity. Empty once all of it is known and planned.
    private var files: [UniqueNumber: CivilDate] = [:]
    private var agenda: [CivilDate: [(deed: Deed, number: UniqueNumber)]] = [:]
    private var today = Figures.lastDay
    /// From here on nothing of 2011 is still to be answered.
    private static let begin = Figures.lastDay.adding(days: Scenario.daysUnderWay)
    private var workingDays = 0
    private let isNeeded: Bool

    init(seed: UInt64, volumes: Volumes, isNeeded: Bool) {
        self.seed = seed
        self.isNeeded = isNeeded
        let days = Figures.firstDay.days(until: Figures.lastDay) + 1
        newPerYear = volumes.total(\.new) * 365 / days
    }

    mutating func take(_ receipt: WireReceipt) {
        guard isNeeded, !receipt.repeated, let number = UniqueNumber(receipt.number) else { return }
        switch receipt.outcome {
        case .registered, .imported, .renewed:
            guard let until = CivilDate(iso: receipt.validUntil) else { return }
            if today < LaterYears.begin { files[number] = until } else { plan(number, until) }
        case .struckOff, .deleted: files[number] = nil
        default: break
        }
    }

    /// What is done on that day, and how many apply anew.
    mutating func begin(_ day: CivilDate) -> (deeds: [(deed: Deed, number: UniqueNumber)], new: Int) {
        today = day
        if day >= LaterYears.begin {
            for (number, until) in files.sorted(by: { $0.key < $1.key }) { plan(number, until) }
            files = [:]
        }
        // In the order of the numbers, whatever the order in which receipts came.
        let deeds = (agenda.removeValue(forKey: day) ?? []).sorted { $0.number < $1.number }
        guard WorkCalendar.isWorkingDay(day) else { return (deeds, 0) }
        workingDays += 1
        // Two hundred and sixty-one in a year.
        let new = newPerYear * workingDays / 261 - newPerYear * (workingDays - 1) / 261
        return (deeds, new)
    }

    private mutating func plan(_ number: UniqueNumber, _ until: CivilDate) {
        var random = SplitMix64(
            seed: seed,
            stream: 60,
            index: Int(truncatingIfNeeded: number.rawValue) ^ Int(until.days)
        )
        let tomorrow = today.adding(days: 1)
        let draw = random.below(100)
        let deed: Deed = draw < 49 ? .renewal : draw < 63 ? .allocation : .renunciation
        // Ends of months may shift the window by some days.
        let first = deed == .renewal ? max(tomorrow, until.adding(months: -2).adding(days: 4)) : tomorrow
        guard draw < 66, first <= until else { return }
        let day = first.adding(days: random.below(first.days(until: until) + 1))
        agenda[day, default: []].append((deed, number))
    }
}

extension Scenario {
    /// Everything published on a day after 2011.
    mutating func laterSubmissions(on day: CivilDate) -> [Outgoing] {
        let (deeds, new) = later.begin(day)
        var published: [Outgoing] = []
        published.reserveCapacity(deeds.count + new)
        func time() -> Int64 { WorkingHours.time(of: published.count, among: deeds.count + new, on: day) }
        for (deed, number) in deeds { published.append(outgoing(deed, number, on: day, at: time())) }
        for _ in 0..<new { published.append(newcomer(on: day, at: time())) }
        return published
    }

    private mutating func outgoing(
        _ deed: LaterYears.Deed,
        _ number: UniqueNumber,
        on day: CivilDate,
        at time: Int64,
    ) -> Outgoing {
        let (id, stream) = nextLaterID()
        var random = SplitMix64(seed: seed, stream: 61, index: stream)
        let territory = number.territory
        let landlord = roster.landlord(in: territory, &random)
        let desk = deed == .renewal ? roster.registrar(in: territory, &random) : landlord
        var message = envelope(id, from: desk, territory, day: day, isDayWritten: true, &random)
        switch deed {
        case .renewal: message.request.renewal.number = number.text
        case .renunciation:
            message.request.strikeOff = .with {
                $0.number = number.text
                $0.reason = StrikeOffReason.renounced.raw
                $0.writtenProof = "LET-\(stream)"
            }
        case .allocation:
            message.request.strikeOff = .with {
                $0.number = number.text
                $0.reason = StrikeOffReason.allocated.raw
                $0.allocation = allocation(
                    in: places.pick(in: territory, &random),
                    by: landlord,
                    lease: day,
                    &random
                )
            }
        }
        let outcome: WireOutcome = deed == .renewal ? .renewed : .struckOff
        let answer = ExpectedReceipt(outcome: outcome, isRepeated: false, number: number, anomalies: [])
        return outgoing(message, id, territory, answer, at: time)
    }

    private mutating func newcomer(on day: CivilDate, at time: Int64) -> Outgoing {
        let (id, stream) = nextLaterID()
        var random = SplitMix64(seed: seed, stream: 62, index: stream)
        // As in 2011.
        let territory: Territory = random.chance(659) ? .nord : .pasDeCalais
        let commune = places.pick(in: territory, &random)
        applications.append(Planned(filed: day, start: day, commune: UInt16(commune), territory: territory))
        var form = newForm(applications.count - 1)
        let forms = FormCalendar()
        form.formVersion = FormVersion.known.last { forms.first($0).map { $0 <= day } ?? false }?.raw ?? ""
        let desk = roster.registrar(in: territory, &random)
        var message = envelope(id, from: desk, territory, day: day, isDayWritten: true, &random)
        message.request.creation.application = form
        let answer = ExpectedReceipt(outcome: .registered, isRepeated: false, number: nil, anomalies: [])
        return outgoing(message, id, territory, answer, at: time)
    }

    private mutating func nextLaterID() -> (SubmissionID, stream: Int) {
        laterSent += 1
        return (id(stream: 63, laterSent), laterSent)
    }
}
