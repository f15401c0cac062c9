import ArgumentParser
import Foundation
import Intake
import Register
import Schemas
import Stream
import SwiftProtobuf
import WorkerKit

struct DesksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "desks",
        abstract: "Gives desks (guichets) access to territories and their rights, lists and suspends them.",
        subcommands: [Add.self, List.self, Show.self, Suspend.self, Certify.self, Key.self],
    )

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds a desk, or replaces what it may do.",
            discussion: """
                Without --right a desk may do what its kind usually does: every desk but the portal strikes off; only a
                manager deletes, imports and rules on reviews; only a manager and State services note a dispute. Its keys
                and its suspension stay as they are. It is certified, unless --uncertified says that its account still
                waits.

                Example: numero-unique desks add G5901 --kind BAILLEUR --territory 059 --name "Bailleur du Nord"
                         numero-unique desks add G5902 --kind BAILLEUR --territory 059 --name "Logis" --right strike_off \
                             --reason RADATT --mandate 59350 --convention CONV-59-14 --convention-from 2011-03-28
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
        @Option(
            name: .customLong("reason"),
            help: "A reason it may strike off for: RADATT RADABA RADCON RADIRR. May be repeated; all without."
        )
        var reasons: [String] = []
        @Option(help: "Reference of its convention with the prefect.")
        var convention: String = ""
        @Option(help: "First day of the convention, YYYY-MM-DD.")
        var conventionFrom: String = ""
        @Option(help: "Last day of the convention, YYYY-MM-DD.")
        var conventionUntil: String = ""
        @Flag(help: "Its account is not certified yet: what it submits is refused.")
        var uncertified = false
        @Option(
            name: .customLong("mandate"),
            help: "A desk that registers for this landlord, which keeps its right to strike off. May be repeated."
        )
        var mandates: [String] = []
        @Option(
            name: .customLong("commune"),
            help: "INSEE code of a commune or EPCI desk's own territory: it acts there alone. May be repeated."
        )
        var communes: [String] = []

        func run() throws {
            let log = try options.open()
            let before = try log.readTable(.desks)[code]?.value.flatMap { try? WireDesk(serializedBytes: $0) }
            var desk = WireDesk()
            desk.publicKeys = before?.publicKeys ?? []
            desk.suspended = before?.suspended ?? false
            desk.strikeOffReasons = reasons
            desk.convention = convention
            desk.conventionFrom = conventionFrom
            desk.conventionUntil = conventionUntil
            desk.certified = !uncertified
            desk.mandates = mandates
            desk.communes = communes
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
            try publish(desk, on: log)
            Terminal.write("\(code) \(name): guichet enregistré / desk added")
        }

        static func usualRights(_ kind: String) -> [WireSubmissionKind] {
            let common: [WireSubmissionKind] = [.creation, .separation, .modification, .renewal]
            return switch DeskKind(kind) {
            case .portal: common
            case .manager:
                common + [
                    .strikeOff, .warning, .reinstatement, .deletion, .import, .undeliverableLetter, .noticeProof,
                    .reviewDecision, .litigationHold,
                ]
            case .state: common + [.strikeOff, .warning, .reinstatement, .litigationHold]
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
            let rows = try options.openForReading().readTable(.desks).sorted { $0.key < $1.key }
            var table = TextTable(["Code", "Nom / name", "Type / kind", "Territoires", "État / state"])
            for (_, record) in rows {
                guard let value = record.value, let desk = try? WireDesk(serializedBytes: value) else { continue }
                if json {
                    Terminal.write(try desk.jsonString())
                } else {
                    table.rows.append([
                        desk.code, desk.name, desk.kind, desk.territories.joined(separator: " "),
                        desk.state,
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
            var desk = try read(code, on: log)
            desk.suspended = !undo
            try publish(desk, on: log)
            Terminal.write("\(code): " + (undo ? "rétabli / active again" : "suspendu / suspended"))
        }
    }

    struct Certify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Certifies a desk's account. --undo takes that back: its submissions are refused.",
            discussion: "Example: numero-unique desks certify G5901",
        )

        @OptionGroup var options: LogOptions
        @Argument(help: "The desk's code.")
        var code: String
        @Flag(help: "The account is not certified any more.")
        var undo = false

        func run() throws {
            let log = try options.openExisting()
            var desk = try read(code, on: log)
            desk.certified = !undo
            try publish(desk, on: log)
            Terminal.write("\(code): " + (undo ? "non certifié / not certified" : "certifié / certified"))
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints all that a desk may do.",
            discussion: "Example: numero-unique desks show G5901"
        )

        @OptionGroup var options: LogOptions
        @Argument(help: "The desk's code.")
        var code: String

        func run() throws {
            let log = try options.openExisting()
            let desk = try read(code, on: log)
            let rows = try log.readTable(.desks).values.compactMap { $0.value }
            let mandating = rows.compactMap { try? WireDesk(serializedBytes: $0) }.filter { $0.mandates.contains(code) }
            func line(_ title: String, _ value: String) { if !value.isEmpty { Terminal.write("\(title): \(value)") } }
            line("Guichet / desk", "\(desk.code) \(desk.name)")
            line("Type / kind", desk.kind)
            line("SIREN", desk.siren)
            line("Territoires / territories", desk.territories.joined(separator: " "))
            line("État / state", desk.state)
            line("Droits / rights", desk.rights.map { $0.protoName.dropFirst(16).lowercased() }.joined(separator: " "))
            let reasons = desk.strikeOffReasons.joined(separator: " ")
            line("Motifs de radiation / strike-off reasons", reasons.isEmpty ? "tous / all" : reasons)
            line("Convention", desk.convention)
            line("Convention du / from", desk.conventionFrom)
            line("Convention au / until", desk.conventionUntil)
            line("Communes", desk.communes.joined(separator: " "))
            line("Guichets mandatés / mandated desks", desk.mandates.joined(separator: " "))
            line("Mandaté par / mandated by", mandating.map(\.code).sorted().joined(separator: " "))
            for key in desk.publicKeys { line("Clé publique / public key", key.base64EncodedString()) }
        }
    }

    struct Key: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Gives a desk an Ed25519 public key, or takes one away. With a key, it must sign what it submits.",
            discussion: """
                The desk makes its key pair, keeps the private key, and sends the public one:

                    openssl genpkey -algorithm ed25519 -out G5901.pem
                    openssl pkey -in G5901.pem -pubout -out G5901.pub

                What it signs names the register: this command shows its id, once the workers have run, and the desk is
                told. --generate does both here, for a first try. A desk that changes its key has both for a while: add the new
                one, sign with it, then remove the old one. Without any key left it need not sign.

                Example: numero-unique desks key G5901 --add G5901.pub
                         numero-unique submit submissions.jsonl --key G5901.pem
                """,
        )

        @OptionGroup var options: LogOptions
        @Argument(help: "The desk's code.")
        var code: String
        @Option(help: "A file with a public key: PEM, or base64 of its 32 bytes.")
        var add: String?
        @Option(help: "The same, of the key to be taken away.")
        var remove: String?
        @Option(help: "Makes a key pair, writes the private key to this new file, and adds the public one.")
        var generate: String?

        func run() throws {
            guard [add, remove, generate].compactMap(\.self).count == 1 else {
                throw ValidationError("name one of --add, --remove, --generate")
            }
            let log = try options.openExisting()
            var desk = try read(code, on: log)
            if let generate { desk.add(try SigningKey.generated(in: generate)) }
            if let add { desk.add(try SigningKey.publicKey(in: add)) }
            if let remove {
                let key = try SigningKey.publicKey(in: remove)
                guard desk.publicKeys.contains(key) else { throw ValidationError("\(code) does not have this key") }
                desk.publicKeys.removeAll { $0 == key }
            }
            try publish(desk, on: log)
            let count = desk.publicKeys.count
            Terminal.write(
                "\(code): \(count) clé(s) ; "
                    + (count > 0
                        ? "ses envois doivent être signés / must sign what it submits"
                        : "ses envois ne sont plus signés / need not sign")
            )
            // What is signed names the register: the desk is told its id.
            guard count > 0, let register = try log.registerHeader()?.id else { return }
            Terminal.write("registre / register (nu-audience) : \(register)")
        }
    }
}

private func read(_ code: String, on log: any StreamLog) throws -> WireDesk {
    guard let value = try log.readTable(.desks)[code]?.value, let desk = try? WireDesk(serializedBytes: value) else {
        throw ValidationError("there is no desk \(code): see `numero-unique desks list`")
    }
    return desk
}

extension WireDesk {
    fileprivate var state: String {
        if suspended { return "suspendu / suspended" }
        return hasCertified && !certified ? "non certifié / not certified" : "actif / active"
    }

    fileprivate mutating func add(_ key: Data) { if !publicKeys.contains(key) { publicKeys.append(key) } }
}

private func publish(_ desk: WireDesk, on log: any StreamLog) throws {
    let count = try log.partitionCount(of: Topic.desks.name)
    let value: [UInt8] = try desk.serializedBytes()
    let now = Int64(Date().timeIntervalSince1970 * 1000)
    let record = OutgoingRecord(.desks, of: count, key: desk.code, value: value, .protobuf, timestamp: now)
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
