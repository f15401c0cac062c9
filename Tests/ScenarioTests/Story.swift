import Register
import TestSupport
import Testing

/// A dated story of applicants and desks, and all that the register says of it: no less and no more.
struct Story: Sendable, CustomTestStringConvertible {
    let title: String
    var law = LegalCalendar()
    let lines: [Line]

    var testDescription: String { title }

    /// Lives it, and compares what happened with what was to happen.
    func check() {
        var town = Town(law)
        for line in lines { town.live(line) }
        if let last = lines.last(where: { !$0.happenings.isEmpty })?.day { town.close(through: last) }

        let expected = lines.flatMap { line in line.happenings.map { Event(day: line.day, happening: $0) } }
        let namesLetters = expected.contains(where: \.happening.isLetter)
        let happened = town.happened.filter { namesLetters || !$0.happening.isLetter }
        let isAsTold =
            expected.count == happened.count && zip(expected, happened).allSatisfy { $1.isAs(told: $0) }
        #expect(
            isAsTold,
            """
            \(title)
            told:
            \(expected.map { "  \($0)" }.joined(separator: "\n"))
            happened:
            \(happened.map { "  \($0)" }.joined(separator: "\n"))
            """
        )
    }
}

/// What a day brings: somebody does something, or the calendar does; and what the register says of it.
struct Line: Sendable {
    enum Deed: Sendable {
        case none
        case act(Act)
        /// Nothing is closed before that day; then everything is, in one go.
        case standstill
    }

    let day: CivilDate
    var deed = Deed.none
    var happenings: [Happening] = []
    /// When the desk sends it, if later: the day is when it was received, on paper.
    var sentOn: CivilDate?
}

/// What happened on a day.
struct Event: CustomStringConvertible {
    let day: CivilDate
    let happening: Happening

    func isAs(told: Event) -> Bool { day == told.day && happening.isAs(told: told.happening) }

    var description: String { "\(day.iso) \(happening)" }
}

@resultBuilder enum StoryBuilder {
    static func buildBlock(_ lines: Line...) -> [Line] { lines }
}

/// `story("…") { on("2011-04-10", .files(), expects: .registered) … }`
func story(_ title: String, _ law: (inout LegalCalendar) -> Void = { _ in }, @StoryBuilder _ lines: () -> [Line])
    -> Story
{
    var story = Story(title: title, lines: lines())
    law(&story.law)
    return story
}

/// Somebody does this on that day.
func on(_ day: CivilDate, _ act: Act, expects happenings: Happening...) -> Line {
    Line(day: day, deed: .act(act), happenings: happenings)
}

/// Somebody does this on paper on that day, and the desk sends it later.
func on(_ day: CivilDate, sentOn: CivilDate, _ act: Act, expects happenings: Happening...) -> Line {
    Line(day: day, deed: .act(act), happenings: happenings, sentOn: sentOn)
}

/// That day's end brings this.
func on(_ day: CivilDate, expects happenings: Happening...) -> Line { Line(day: day, happenings: happenings) }

/// The register stands still until that day, and catches up in one go.
func standstill(until day: CivilDate) -> Line { Line(day: day, deed: .standstill) }
