import Crypto
import Foundation
import Register
import Schemas
import SwiftProtobuf
import WorkerKit

/// Opens sealed forms: the master keys, and what `nu.keys` holds.
package struct Vault: Sendable {
    private let master: MasterKeys?
    private let wanted: Set<SourcePosition>?
    private var keys: [SourcePosition: WireDataKey] = [:]

    /// `wanted`: the only submissions that will be opened. Nil keeps every key.
    package init(_ master: MasterKeys?, wanted: Set<SourcePosition>? = nil) {
        self.master = master
        self.wanted = wanted
    }

    /// A record of `nu.keys`. The records of one key come in their order.
    package mutating func take(key: Bytes, value: Bytes?) {
        guard let source = SourcePosition(keyText: key), wanted?.contains(source) ?? true else { return }
        // What is no key opens nothing, and says so when it is asked to.
        keys[source] = value.map { (try? WireDataKey(serializedBytes: $0)) ?? WireDataKey() }
    }

    package func hasKey(at source: SourcePosition) -> Bool { keys[source] != nil }

    /// The request as it was accepted. A record that is not sealed has it open.
    package func request(of record: RegisterRecord, _ accepted: WireAccepted) throws(Failure) -> WireRequest {
        guard record.isSealed, let source = record.source else { return accepted.request }
        guard let key = keys[source] else { throw .erased(source) }
        guard let master else { throw .closed }
        guard let wrapping = master.key(key.master) else { throw .otherMaster(source) }
        let place = SealedPlace(source: source, territory: record.territory)
        guard let dataKey = Vault.open(key.wrapped, wrapping.wrapping, place.additionalData(.dataKey)),
            let text = Vault.open(accepted.sealed, SymmetricKey(data: dataKey), place.additionalData(.form)),
            let taken = try? WireRequest(serializedBytes: text)
        else { throw .damaged(source) }
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
        case erased(SourcePosition)
        /// Its key is wrapped with a master key that is not here.
        case otherMaster(SourcePosition)
        /// The form or its key is not what intake wrote for this submission.
        case damaged(SourcePosition)

        package var description: String {
            switch self {
            case .closed: "nominative data is closed: it takes the register’s master key (--master-key)"
            case .erased(let source): "the nominative data of submission \(source.keyText) was erased"
            case .otherMaster(let source):
                "the nominative data of submission \(source.keyText) was sealed under a master key that is not given"
            case .damaged(let source):
                "the nominative data of submission \(source.keyText) does not open: it, or its key, was changed"
            }
        }
    }
}
