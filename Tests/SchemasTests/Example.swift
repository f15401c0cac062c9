import Foundation
import Schemas
import SwiftProtobuf
import Testing

/// A file of `Schemas/nu/v1/examples`. Its name says what it is: `Receipt.refused.json` is a `nu.v1.Receipt`.
struct Example: Sendable, CustomTestStringConvertible {
    let file: String
    let bytes: [UInt8]

    init(file: String) throws {
        self.file = file
        bytes = Array(try Data(contentsOf: Repository.examples.appending(path: file)))
    }

    var messageName: String { String(file.prefix { $0 != "." }) }

    var testDescription: String { file }

    func decoded() throws -> any Message {
        let name = try #require(ExampleMessage(rawValue: messageName), "\(file): no message has this name")
        return try name.type.init(jsonUTF8Bytes: bytes)
    }

    /// All files, in the order of their names. Reading fails where a test would, not before.
    static let files: [String] = Repository.files(in: Repository.examples, ending: ".json")

    /// Those of one message, decoded.
    static func all<M: Message>(_ type: M.Type) throws -> [(file: String, message: M)] {
        try files.map { try Example(file: $0) }.compactMap { example in
            (try example.decoded() as? M).map { (example.file, $0) }
        }
    }
}

/// The messages that travel by themselves, and the one that describes a reject.
enum ExampleMessage: String, CaseIterable {
    case submission = "Submission"
    case registerRecord = "RegisterRecord"
    case receipt = "Receipt"
    case notice = "Notice"
    case dispatch = "Dispatch"
    case review = "Review"
    case statisticsCell = "StatisticsCell"
    case acrossTerritories = "AcrossTerritories"
    case dataKey = "DataKey"
    case desk = "Desk"
    case commune = "Commune"
    case reject = "Reject"

    // Rows of the changelogs.
    case answerRow = "AnswerRow"
    case sequenceRow = "SequenceRow"
    case fileRow = "FileRow"
    case numberedRow = "NumberedRow"
    case holderRow = "HolderRow"
    case pendingEndRow = "PendingEndRow"
    case candidateRow = "CandidateRow"
    case reviewRow = "ReviewRow"
    case sketchRow = "SketchRow"
    case overflowRow = "OverflowRow"
    case renewalRow = "RenewalRow"
    case calendarRow = "CalendarRow"
    case positionRow = "PositionRow"
    case watermarkRow = "WatermarkRow"
    case closingRow = "ClosingRow"
    case strikeOffRow = "StrikeOffRow"
    case daloMark = "DaloMark"
    case identityRow = "IdentityRow"
    case linkMark = "LinkMark"
    case aliasRow = "AliasRow"
    case countedRow = "CountedRow"
    case stockRow = "StockRow"
    case movementRow = "MovementRow"

    var type: any Message.Type {
        switch self {
        case .submission: WireSubmission.self
        case .registerRecord: WireRegisterRecord.self
        case .receipt: WireReceipt.self
        case .notice: WireNotice.self
        case .dispatch: WireDispatch.self
        case .review: WireReview.self
        case .statisticsCell: WireStatisticsCell.self
        case .acrossTerritories: WireAcrossTerritories.self
        case .dataKey: WireDataKey.self
        case .desk: WireDesk.self
        case .commune: WireCommune.self
        case .reject: WireReject.self
        case .answerRow: WireAnswerRow.self
        case .sequenceRow: WireSequenceRow.self
        case .fileRow: WireFileRow.self
        case .numberedRow: WireNumberedRow.self
        case .holderRow: WireHolderRow.self
        case .pendingEndRow: WirePendingEndRow.self
        case .candidateRow: WireCandidateRow.self
        case .reviewRow: WireReviewRow.self
        case .sketchRow: WireSketchRow.self
        case .overflowRow: WireOverflowRow.self
        case .renewalRow: WireRenewalRow.self
        case .calendarRow: WireCalendarRow.self
        case .positionRow: WirePositionRow.self
        case .watermarkRow: WireWatermarkRow.self
        case .closingRow: WireClosingRow.self
        case .strikeOffRow: WireStrikeOffRow.self
        case .daloMark: WireDaloMark.self
        case .identityRow: WireIdentityRow.self
        case .linkMark: WireLinkMark.self
        case .aliasRow: WireAliasRow.self
        case .countedRow: WireCountedRow.self
        case .stockRow: WireStockRow.self
        case .movementRow: WireMovementRow.self
        }
    }
}
