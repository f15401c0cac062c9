import Crypto
import Foundation
import Register
import Schemas
import SwiftProtobuf
import WorkerKit

/// Opens sealed forms of one register: the master keys, and what `nu.keys` holds.
package struct Vault: Sendable {
    private let master: MasterKeys?
    private let binding: SealBinding
    private let wanted: Set<KeyID>?
    private var keys: [KeyID: WireDataKey] = [:]

    /// `register`: what was sealed for another one does not open. `wanted`: the only keys that will be used. Nil keeps every key.
    package init(_ master: MasterKeys?, of register: RegisterID, wanted: Set<KeyID>? = nil) {
        self.master = master
        self.binding = SealBinding(register: register)
        self.wanted = wanted
    }

    /// A record of `nu.keys`. The records of one key come in their order.
    package mutating func take(key: Bytes, value: Bytes?) {
        guard let id = KeyID(bytes: key), wanted?.contains(id) ?? true else { return }
        // What is no key opens nothing, and says so when it is asked to.
        keys[id] = value.map { (try? WireDataKey(serializedBytes: $0)) ?? WireDataKey() }
    }

    package func has(_ key: KeyID) -> Bool { keys[key] != nil }

    /// The request as it was accepted. A record in which nothing is sealed has it open.
    package func request(of record: RegisterRecord, _ accepted: WireAccepted) throws(Failure) -> WireRequest {
        guard let id = record.key else {
            if !accepted.sealed.isEmpty { throw .damaged(record.submission) }
            return accepted.request
        }
        guard let key = keys[id] else { throw .erased(record.submission) }
        guard let master else { throw .closed }
        guard let wrapping = master.key(key.master) else { throw .otherMaster(record.submission) }
        guard let dataKey = Vault.open(key.wrapped, wrapping.wrapping, binding.dataKey(id, record.territory)),
            let text = Vault.open(accepted.sealed, SymmetricKey(data: dataKey), binding.form(in: record, accepted)),
            let taken = try? WireRequest(serializedBytes: text)
        else { throw .damaged(record.submission) }
        var request = accepted.request
        request.putBack(taken)
        return request
    }

    private static func open(_ combined: Data, _ key: SymmetricKey, _ additional: [UInt8]) -> Data? {
        (try? AES.GCM.SealedBox(combined: combined)).flatMap { box in
            try? AES.GCM.open(box, using: key, authenticating: additional)
        }
    }

    /// Why a form does not open.
    package enum Failure: Error, Hashable, CustomStringConvertible {
        /// There is no master key here.
        case closed
        /// Its key was dropped.
        case erased(SubmissionID?)
        /// Its key is wrapped with a master key that is not here.
        case otherMaster(SubmissionID?)
        /// The form, its key or the record around it is not what intake wrote for this submission.
        case damaged(SubmissionID?)

        package var description: String {
            switch self {
            case .closed: "nominative data is closed: it takes the register’s master key (--master-key)"
            case .erased(let id): "the nominative data of submission \(Failure.text(id)) was erased"
            case .otherMaster(let id):
                "the nominative data of submission \(Failure.text(id)) was sealed under a master key that is not given"
            case .damaged(let id):
                """
                the nominative data of submission \(Failure.text(id)) does not open: it, its key or the record around it was \
                changed
                """
            }
        }

        private static func text(_ id: SubmissionID?) -> String { id?.text ?? "without an id" }
    }
}
