import Matching

/// What a form says for the search of doubles: who asks, and who depends on them. Not nominative.
struct Sketched: Sendable, Equatable {
    var persons: [SketchedPerson] = []
    var dependants = DependantMarks()
}
