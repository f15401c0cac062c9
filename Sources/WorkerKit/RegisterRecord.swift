import Register
import Schemas

/// One record of the register: a fact, and the submission, application and day it belongs to.
///
/// The wire shape is `nu.v1.RegisterRecord`; identifiers are held here as fixed-size values.
package struct RegisterRecord: Sendable, Equatable {
    /// Position in the register's partition; -1 until it is read from there.
    package var offset: Int64 = -1
    /// The submission this record answers; nil for what the calendar alone brings about.
    package var submission: SubmissionID?
    /// Nil only for what concerns every territory of its partition: the calendar, the header, an operator's word.
    package var territory: Territory?
    /// Reception for what a submission asks, the closed day for what the calendar does.
    package var day: CivilDate
    package var desk: DeskCode?
    package var number: UniqueNumber?
    package var source: SourcePosition?
    package var format: WireFormat = .protobuf
    package var kind: WireSubmissionKind = .unspecified
    /// The agent's identifier at the desk that asked; not a name.
    package var agent = ""
    /// What was not read of an XML submission, by its paths: for its receipt.
    package var unread: [String] = []
    /// What opens the submission's nominative data; nil where none of it is sealed.
    package var key: KeyID?
    package var fact: Fact

    package init(
        submission: SubmissionID? = nil,
        territory: Territory?,
        day: CivilDate,
        desk: DeskCode? = nil,
        number: UniqueNumber? = nil,
        source: SourcePosition? = nil,
        format: WireFormat = .protobuf,
        kind: WireSubmissionKind = .unspecified,
        agent: String = "",
        unread: [String] = [],
        fact: Fact,
    ) {
        self.submission = submission
        self.territory = territory
        self.day = day
        self.desk = desk
        self.number = number
        self.source = source
        self.format = format
        self.kind = kind
        self.agent = agent
        self.unread = unread
        self.fact = fact
    }

    /// A fact that follows from this record: same submission, territory, day, desk, agent, source and key.
    package func followed(by fact: Fact, number: UniqueNumber? = nil) -> RegisterRecord {
        var next = self
        next.offset = -1
        next.fact = fact
        if let number { next.number = number }
        return next
    }
}

/// Where a submission stands in `nu.submissions`: what makes a resend a submission of its own.
package struct SourcePosition: Hashable, Sendable, Comparable {
    package let partition: Int32
    package let offset: Int64

    package init(partition: Int32, offset: Int64) {
        self.partition = partition
        self.offset = offset
    }

    package static func < (left: SourcePosition, right: SourcePosition) -> Bool {
        (left.partition, left.offset) < (right.partition, right.offset)
    }
}
