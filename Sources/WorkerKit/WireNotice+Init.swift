import Register
import Schemas

extension WireNotice {
    /// A notice of this kind, with an id that follows from what it is about: saying it again is the same notice.
    ///
    /// `source`: the submission that it follows from; nil where a closed day brought it, which brings one of a kind. On one day a
    /// number may have two warnings, two merges or two renewals, each by a submission of its own.
    package init(
        _ kind: WireNoticeKind,
        _ number: UniqueNumber,
        issued: CivilDate,
        of source: SourcePosition? = nil,
        validUntil: CivilDate? = nil,
        reason: String = "",
        rank: Int32 = 0,
        channels: [NoticeChannel] = [],
        attempt: Int32 = 0,
    ) {
        self.init()
        self.kind = kind
        self.number = number.text
        issuedOn = issued.iso
        noticeID.reserveCapacity(48)
        noticeID += self.number
        noticeID += "-"
        noticeID += String(kind.rawValue)
        noticeID += "-"
        noticeID += issuedOn
        if let source {
            noticeID += "-"
            noticeID += String(source.partition)
            noticeID += "."
            noticeID += String(source.offset)
        }
        territory = number.territory.code
        if let validUntil { self.validUntil = validUntil.iso }
        self.reason = reason
        self.rank = rank
        self.channels = channels.map(WireNoticeChannel.init)
        self.attempt = attempt
    }
}
