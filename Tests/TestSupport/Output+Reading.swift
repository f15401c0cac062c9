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
        sum.dispatches += right.dispatches
        sum.erasures += right.erasures
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
        case .accessJudged: "accessJudged"
        case .daysClosed: "daysClosed"
        case .noticeDue: "noticeDue"
        case .noticeUndeliverable: "noticeUndeliverable"
        case .noticeProven: "noticeProven"
        case .renewed: "renewed"
        case .lapsed: "lapsed"
        case .held: "held"
        case .litigationHeld: "litigationHeld"
        case .warned: "warned"
        case .struckOff: "struckOff"
        case .reinstated: "reinstated"
        case .purged: "purged"
        case .received: "received"
        case .header: "header"
        case .catchUp: "catchUp"
        }
    }

    /// The number of its field in the envelope.
    package var field: Int {
        switch self {
        case .accepted: 20
        case .declined: 21
        case .repeated: 22
        case .cleared: 30
        case .linked: 31
        case .reviewOpened: 32
        case .reviewClosed: 33
        case .merged: 34
        case .unmerged: 35
        case .registered: 40
        case .modified: 41
        case .deleted: 42
        case .imported: 43
        case .accessJudged: 44
        case .daysClosed: 50
        case .noticeDue: 51
        case .noticeUndeliverable: 52
        case .renewed: 53
        case .lapsed: 54
        case .held: 55
        case .noticeProven: 56
        case .litigationHeld: 57
        case .warned: 60
        case .struckOff: 61
        case .reinstated: 62
        case .purged: 63
        case .received: 23
        case .header: 24
        case .catchUp: 58
        }
    }
}
