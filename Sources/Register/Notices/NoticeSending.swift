/// One notice of R441-2-7, sent by one channel, and what its provider said of it.
package struct NoticeSending: Hashable, Sendable {
    /// In the order in which they count: a report of less takes nothing back. Raw values are those of `nu.v1.NoticeStatus`.
    package enum Status: UInt8, Hashable, Sendable, CaseIterable {
        /// Nothing is known but that it was to be sent.
        case issued = 0
        case posted = 1
        case delivered = 2
        case returned = 3
        case failed = 4
    }

    /// 1 the first notice, 2 the second.
    package var rank: UInt8
    package var channel: NoticeChannel
    /// The day it was issued.
    package var day: CivilDate
    package var status = Status.issued
    /// The first day that it was posted or delivered, by its provider.
    package var proven: CivilDate?
    /// The provider's reference.
    package var proof = ""

    package init(rank: UInt8, channel: NoticeChannel, day: CivilDate) {
        self.rank = rank
        self.channel = channel
        self.day = day
    }

    package var isProven: Bool { status == .posted || status == .delivered }
    package var hasFailed: Bool { status == .returned || status == .failed }

    /// The day that R441-2-7 counts from: no earlier than it was issued, nor than it provably left.
    package var effective: CivilDate { max(day, proven ?? day) }

    /// The reports of a sending may come in any order and end the same.
    package mutating func note(_ report: Status, on day: CivilDate, proof: String) {
        if report == .posted || report == .delivered { proven = min(proven ?? day, day) }
        guard report.rawValue > status.rawValue else { return }
        status = report
        self.proof = proof
    }
}
