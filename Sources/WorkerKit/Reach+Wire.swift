import Register
import Schemas
import SwiftProtobuf

extension Reach {
    /// What a form says of it.
    package init(_ form: WireApplication) {
        self = []
        if !form.applicant.contact.addressLine.isEmpty { insert(.byPost) }
        if !form.applicant.contact.email.isEmpty { insert(.electronically) }
        if form.emailAccepted { insert(.acceptsElectronic) }
    }

    /// It counts as online when the public portal sent it.
    package init(deskKind: String) { self = DeskKind(deskKind) == .portal ? .filedOnline : [] }

    package init(_ wire: WireReach) {
        self = []
        if wire.byPost { insert(.byPost) }
        if wire.electronically { insert(.electronically) }
        if wire.filedOnline { insert(.filedOnline) }
        if wire.acceptsElectronic { insert(.acceptsElectronic) }
    }
}

extension WireReach {
    package init(_ reach: Reach) {
        self.init()
        byPost = reach.contains(.byPost)
        electronically = reach.contains(.electronically)
        filedOnline = reach.contains(.filedOnline)
        acceptsElectronic = reach.contains(.acceptsElectronic)
    }
}

extension NoticeChannel {
    package init?(_ wire: WireNoticeChannel) { self.init(rawValue: UInt8(truncatingIfNeeded: wire.rawValue)) }
}

extension WireNoticeChannel {
    package init(_ channel: NoticeChannel) { self = WireNoticeChannel(rawValue: Int(channel.rawValue)) ?? .unspecified }
}

extension NoticeSending.Status {
    package init?(_ wire: WireNoticeStatus) { self.init(rawValue: UInt8(truncatingIfNeeded: wire.rawValue)) }
}

extension WireHoldReason {
    /// Nil when a notice stands.
    package init?(_ ground: LegalCalendar.LapseGround) {
        switch ground {
        case .notice: return nil
        case .noNotice: self = .noNotice
        case .noticeTooLate: self = .noticeTooLate
        case .undeliverable: self = .undeliverable
        case .notProven: self = .notProven
        }
    }

    /// As a hold alert names it.
    package var code: String {
        switch self {
        case .noNotice: "NO_NOTICE"
        case .noticeTooLate: "NOTICE_TOO_LATE"
        case .undeliverable: "UNDELIVERABLE"
        case .notProven: "NOT_PROVEN"
        case .unspecified, .UNRECOGNIZED: ""
        }
    }
}

extension WireNoticeProof {
    /// The reference of the proof.
    package var reference: String { "\(batch)/\(item)" }
}

extension WireNoticeProven {
    package var reference: String { "\(batch)/\(item)" }
}
