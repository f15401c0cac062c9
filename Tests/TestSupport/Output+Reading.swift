import Register
import Schemas
import WorkerKit

// What a test asks of an output.
extension Output {
    package var outcomes: [WireOutcome] { receipts.map(\.message.outcome) }

    /// The codes of the refusals.
    package var refusals: [String] { receipts.flatMap(\.message.anomalies).map(\.code) }

    package var factNames: [String] { facts.map(\.fact.name) }

    package static func + (left: Output, right: Output) -> Output {
        var sum = left
        sum.facts += right.facts
        sum.receipts += right.receipts
        sum.notices += right.notices
        sum.reviews += right.reviews
        sum.cells += right.cells
        return sum
    }
}

extension WireRegisterRecord.OneOf_Fact {
    /// The case's name.
    package var name: String {
        switch self {
        case .accepted: "accepted"
        case .declined: "declined"
        case .repeated: "repeated"
        case .cleared: "cleared"
        case .linked: "linked"
        case .reviewOpened: "reviewOpened"
        case .reviewClosed: "reviewClosed"
        case .merged: "merged"
        case .unmerged: "unmerged"
        case .registered: "registered"
        case .modified: "modified"
        case .deleted: "deleted"
        case .imported: "imported"
        case .dayClosed: "dayClosed"
        case .noticeDue: "noticeDue"
        case .noticeUndeliverable: "noticeUndeliverable"
        case .renewed: "renewed"
        case .lapsed: "lapsed"
        case .held: "held"
        case .warned: "warned"
        case .struckOff: "struckOff"
        case .reinstated: "reinstated"
        case .purged: "purged"
        }
    }
}
