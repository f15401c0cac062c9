/// Decides what follows from one register record. Pure: no clock, no I/O, no randomness, no `async`.
///
/// One instance serves one partition of the register and holds that partition's state in tables. Its state follows from
/// the records alone: whoever folds the same partition gets the same state.
package protocol Worker: Sendable {
    /// As operators type it, and as it names the consumer group and the changelog topic: "numbering".
    static var name: String { get }

    /// The records `process` is called with.
    static var interest: Interest { get }

    mutating func process(_ record: RegisterRecord, into output: inout Output)

    /// Hands each table to the pass, in a fixed order.
    mutating func apply(_ pass: inout TablePass)

    /// What the search for duplicates left out in each territory, for a metric. Empty for every worker but deduplication.
    var leftOut: [LeftOut] { get }

    /// The used share of each territory's number space, for a metric. Empty for every worker but numbering.
    var numbersUsed: [NumbersUsed] { get }

    /// How far the calendar has come, by the owner of the calendar alone; nil of every other worker.
    var calendarStatus: CalendarStatus? { get }
}

extension Worker {
    package var leftOut: [LeftOut] { [] }

    package var numbersUsed: [NumbersUsed] { [] }

    package var calendarStatus: CalendarStatus? { nil }
}
