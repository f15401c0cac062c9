import Register
import Schemas

extension WireNotice {
    /// A notice of this kind, with an id that follows from what it is about: saying it again is the same notice.
    package init(
        _ kind: WireNoticeKind,
        _ number: UniqueNumber,
        issued: CivilDate,
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
        noticeID.reserveCapacity(36)
        noticeID += self.number
        noticeID += "-"
        noticeID += String(kind.rawValue)
        noticeID += "-"
        noticeID += issuedOn
        territory = number.territory.code
        if let validUntil { self.validUntil = validUntil.iso }
        self.reason = reason
        self.rank = rank
        self.channels = channels.map(WireNoticeChannel.init)
        self.attempt = attempt
        if attempt > 1 { noticeID += "-\(attempt)" }
    }
}
