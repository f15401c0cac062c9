import Crypto
import Foundation
import Register
import Schemas
import WorkerKit

/// What a sealed form and its data key are bound to, as the additional data of AES-GCM. Neither opens in the place of another.
struct SealBinding {
    let register: RegisterID

    /// Goes up when what follows changes.
    private static let version: UInt8 = 1

    private enum Content: UInt8 {
        case form = 1
        case dataKey = 2
    }

    /// A form is bound to the register and to all of the record that it stands in: the submission, its kind, desk, territory,
    /// day, number and key, and the part of the form that stays open. Copied into another record, or with anything changed
    /// around it, it does not open.
    func form(in record: RegisterRecord, _ accepted: WireAccepted) -> [UInt8] {
        var around = record
        var open = accepted
        open.sealed = Data()
        around.fact = .accepted(open)
        return start(.form) + Array(SHA256.hash(data: around.encoded()))
    }

    /// A data key is bound to the register, to its id and to the territory.
    func dataKey(_ key: KeyID, _ territory: Territory?) -> [UInt8] {
        start(.dataKey) + key.bytes + Array((territory?.code ?? "").utf8)
    }

    private func start(_ content: Content) -> [UInt8] { [SealBinding.version, content.rawValue] + register.bytes }
}
