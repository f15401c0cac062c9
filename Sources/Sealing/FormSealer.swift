import Crypto
import Foundation
import Matching
import Register
import Schemas
import SwiftProtobuf
import WorkerKit

/// What intake does to a submission that it accepts, before it stands in the register: writes beside the form what workers
/// decide by, and seals what is nominative under a key of its own.
package struct FormSealer: Sendable {
    private let keys: MasterKeys?
    private let source: KeySource
    package let marker: PersonMarker

    /// Nothing is sealed: names stand open in the register, and nothing can be erased there.
    package static let unsealed = FormSealer(nil)

    package init(_ keys: MasterKeys?, source: KeySource = .system) {
        self.keys = keys
        self.source = source
        marker = PersonMarker(keys)
    }

    package var isSealing: Bool { keys != nil }

    /// The record as the register has it, and the key of what is sealed in it.
    package func seal(_ record: RegisterRecord) -> (record: RegisterRecord, key: WireDataKey?) {
        guard case .accepted(var accepted) = record.fact else { return (record, nil) }
        if let form = accepted.request.application {
            accepted.persons = marker.marks(of: form, within: record.territory)
            accepted.dependants = marker.dependants(of: form, within: record.territory).all
            let reach = Reach(form)
            if !reach.isEmpty { accepted.reach = WireReach(reach) }
        }
        accepted.fingerprint = marker.keyed(content: accepted.fingerprint)
        accepted.comparison = marker.comparison

        var sealed = record
        var key: WireDataKey?
        if let keys, let source = record.source, let taken = accepted.request.takeNominative() {
            let place = SealedPlace(source: source, territory: record.territory)
            key = seal(taken, at: place, keys, into: &accepted)
            sealed.isSealed = true
        }
        sealed.fact = .accepted(accepted)
        return (sealed, key)
    }

    private func seal(
        _ taken: WireRequest,
        at place: SealedPlace,
        _ keys: MasterKeys,
        into accepted: inout WireAccepted,
    ) -> WireDataKey {
        let lot = source.lot(at: place.source)
        guard
            let form = try? AES.GCM.seal(
                taken.encodedBytes(),
                using: lot.dataKey,
                nonce: lot.formNonce,
                authenticating: place.additionalData(.form),
            ).combined,
            let wrapped = try? lot.dataKey.withUnsafeBytes({ bytes in
                try AES.GCM.seal(
                    bytes,
                    using: keys.keys[0].wrapping,
                    nonce: lot.wrappingNonce,
                    authenticating: place.additionalData(.dataKey),
                ).combined
            })
        else { preconditionFailure("AES-GCM takes any text with a key of 32 bytes and a nonce of 12") }
        accepted.sealed = form
        return .with {
            $0.master = keys.keys[0].id
            $0.wrapped = wrapped
        }
    }
}
