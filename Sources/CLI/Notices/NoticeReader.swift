import ArgumentParser
import Foundation
import Letters
import Register
import Schemas
import Sealing
import Stream
import SwiftProtobuf
import WorkerKit

/// Reads what letters are made of from a log: the notices of a day, and the dossiers they concern.
struct NoticeReader {
    let log: any StreamLog
    /// What opens the forms; nil leaves them closed.
    var keys: MasterKeys?

    /// Notices by territory, in the order in which they are printed: by number, then kind.
    ///
    /// Said twice, a notice has the same id and is one.
    func notices(on day: CivilDate, of territory: Territory? = nil) throws -> [(Territory, [WireNotice])] {
        var found: [String: WireNotice] = [:]
        try log.readAll(.notices) { _, record in
            guard let value = record.value, let notice = try? WireNotice(serializedBytes: value),
                notice.issuedOn == day.iso, territory.map({ $0.code == notice.territory }) ?? true
            else { return }
            found[notice.noticeID] = notice
        }
        return Dictionary(grouping: found.values, by: \.territory)
            .compactMap { code, notices in Territory(code: code).map { ($0, notices) } }
            .sorted { $0.0.code < $1.0.code }
            .map { ($0, $1.sorted { $0.noticeID < $1.noticeID }) }
    }

    func dossiers(of notices: [WireNotice], in territory: Territory, at day: CivilDate) throws -> [UniqueNumber:
        Dossier]
    {
        try dossiers(of: Set(notices.compactMap { UniqueNumber($0.number) }), in: territory, at: day)
    }

    func dossiers(of numbers: Set<UniqueNumber>, in territory: Territory, at day: CivilDate) throws -> [UniqueNumber:
        Dossier]
    {
        var fold = DossierFold(numbers, at: day)
        let partition = try log.register(of: territory)
        let end = try log.endOffset(of: partition)
        var bar = ProgressBar("Registre / register \(territory.code)", total: Int(2 * end))
        try log.readRegister(partition, to: end, DossierFold.ownership) { record in
            fold.note(record)
            bar.update(Int(record.offset))
        }
        var vault = Vault(keys, of: try log.registerID(), wanted: fold.formKeys)
        if !fold.formKeys.isEmpty { try log.readKeys(into: &vault) }
        try log.readRegister(partition, to: end, .everything) { record in
            try fold.take(record) { record, accepted in
                do throws(Vault.Failure) {
                    return try vault.request(of: record, accepted)
                } catch {
                    // A letter to somebody who is erased is left out; one that cannot be opened is nobody's to leave out.
                    if case .erased = error { return nil }
                    throw error
                }
            }
            bar.update(Int(end + record.offset))
        }
        bar.finish()
        return fold.dossiers
    }

    func desks() throws -> [String: WireDesk] {
        try log.readTable(.desks).compactMapValues { record in
            record.value.flatMap { try? WireDesk(serializedBytes: $0) }
        }
    }

    func towns() throws -> [String: String] {
        try log.readTable(.communes).compactMapValues { record in
            record.value.flatMap { try? WireCommune(serializedBytes: $0) }?.name
        }
    }
}
