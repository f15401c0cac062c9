import ArgumentParser
import Foundation
import Intake
import Register
import Schemas
import Stream
import SwiftProtobuf

struct DesksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "desks",
        abstract: "Gives desks (guichets) access to territories, lists and suspends them.",
        subcommands: [Add.self, List.self, Suspend.self],
    )

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds a desk, or replaces what it may do.",
            discussion: """
                Without --right a desk may do what its kind usually does: every desk but the portal strikes off; only a
                manager deletes, imports and rules on reviews.

                Example: numero-unique desks add G5901 --kind BAILLEUR --territory 059 --name "Bailleur du Nord"
                """,
        )

        @OptionGroup var options: LogOptions
        @Argument(help: "The desk's code: five characters 0-9 A-Z.")
        var code: String
        @Option(help: "The desk's name.")
        var name: String
        @Option(help: "BAILLEUR COMMUNE EPCI DEPARTEMENT ETAT RESERVATAIRE ACTION_LOGEMENT SIAO PORTAIL GESTIONNAIRE.")
        var kind: String
        @Option(help: "SIREN of the body.")
        var siren: String = ""
        @Option(name: .customLong("territory"), help: "A territory code, such as 059. May be repeated.")
        var territories: [String]
        @Option(
            name: .customLong("right"),
            help: "What it may submit: creation, renewal, strike_off… May be repeated."
        )
        var rights: [String] = []

        func run() throws {
            var desk = WireDesk()
            desk.code = code
            desk.name = name
            desk.kind = kind
            desk.siren = siren
            desk.territories = territories
            desk.rights = try rights.isEmpty ? Self.usualRights(kind) : rights.map(Self.right)
            do {
                _ = try Desk(desk)
            } catch {
                throw ValidationError("this desk cannot be added: \(error)")
            }
            try publish(desk, on: try options.open())
            Terminal.write("\(code) \(name): guichet enregistré / desk added")
        }

        static func usualRights(_ kind: String) -> [WireSubmissionKind] {
            let common: [WireSubmissionKind] = [.creation, .separation, .modification, .renewal]
            return switch DeskKind(kind) {
            case .portal: common
            case .manager:
                common + [
                    .strikeOff, .warning, .reinstatement, .deletion, .import, .undeliverableLetter, .noticeProof,
                    .reviewDecision,
                ]
            default: common + [.strikeOff, .warning, .reinstatement]
            }
        }

        static func right(_ text: String) throws -> WireSubmissionKind {
            let name = "SUBMISSION_KIND_" + text.uppercased().replacingOccurrences(of: "-", with: "_")
            guard let kind = WireSubmissionKind.allCases.first(where: { $0.protoName == name }), kind != .unspecified
            else {
                let known = WireSubmissionKind.allCases.dropFirst().map { $0.protoName.dropFirst(16).lowercased() }
                throw ValidationError("\(text) is no right; rights are \(known.joined(separator: ", "))")
            }
            return kind
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the desks.",
            discussion: "Example: numero-unique desks list --json"
        )

        @OptionGroup var options: LogOptions
        @Flag(help: "One JSON object a line.")
        var json = false

        func run() throws {
            let rows = try options.openExisting().readTable(.desks).sorted { $0.key < $1.key }
            var table = TextTable(["Code", "Nom / name", "Type / kind", "Territoires", "État / state"])
            for (_, record) in rows {
                guard let value = record.value, let desk = try? WireDesk(serializedBytes: value) else { continue }
                if json {
                    Terminal.write(try desk.jsonString())
                } else {
                    table.rows.append([
                        desk.code, desk.name, desk.kind, desk.territories.joined(separator: " "),
                        desk.suspended ? "suspendu / suspended" : "actif / active",
                    ])
                }
            }
            if !json { Terminal.write(table.rendered()) }
        }
    }

    struct Suspend: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Suspends a desk: its submissions are refused from now on. --undo gives them back.",
            discussion: "Example: numero-unique desks suspend G5901",
        )

        @OptionGroup var options: LogOptions
        @Argument(help: "The desk's code.")
        var code: String
        @Flag(help: "Ends the suspension.")
        var undo = false

        func run() throws {
            let log = try options.openExisting()
            guard let value = try log.readTable(.desks)[code]?.value, var desk = try? WireDesk(serializedBytes: value)
            else {
                throw ValidationError("there is no desk \(code): see `numero-unique desks list`")
            }
            desk.suspended = !undo
            try publish(desk, on: log)
            Terminal.write("\(code): " + (undo ? "rétabli / active again" : "suspendu / suspended"))
        }
    }
}

private func publish(_ desk: WireDesk, on log: any StreamLog) throws {
    let key = Array(desk.code.utf8)
    let count = try log.partitionCount(of: Topic.desks.name)
    let record = OutgoingRecord(
        TopicPartition(Topic.desks.name, Partitioner.partition(of: key, count: count)),
        key: key,
        value: try desk.serializedBytes(),
        headers: [LogHeader(HeaderName.contentType, ContentType.protobuf.rawValue)],
        timestamp: Int64(Date().timeIntervalSince1970 * 1000),
    )
    try log.append([record])
}

extension WireSubmissionKind {
    /// As `register.proto` spells it.
    var protoName: String { (try? WireReceipt.with { $0.kind = self }.jsonString()).flatMap(Self.name) ?? "" }

    private static func name(in json: String) -> String? {
        guard let data = json.data(using: .utf8),
            let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
        else { return nil }
        return object["kind"] as? String
    }
}
