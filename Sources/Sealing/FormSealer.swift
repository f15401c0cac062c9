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
    /// What it seals with; nil in a register where nothing is sealed.
    private let means: Means?
    package let marker: PersonMarker

    private struct Means: Sendable {
        let master: MasterKeys
        let binding: SealBinding
        let source: KeySource
    }

    /// Nothing is sealed: names stand open in the register, and nothing can be erased there.
    package static let unsealed = FormSealer(nil)

    /// `register`: what is sealed opens in that one alone.
    package init(_ master: MasterKeys, of register: RegisterID, source: KeySource = .system) {
        self.init(Means(master: master, binding: SealBinding(register: register), source: source))
    }

    private init(_ means: Means?) {
        self.means = means
        marker = PersonMarker(means?.master)
    }

    package var isSealing: Bool { means != nil }

    /// The same keys for another register: what it seals opens there alone.
    package func bound(to register: RegisterID) -> FormSealer {
        FormSealer(
            means.map { Means(master: $0.master, binding: SealBinding(register: register), source: $0.source) }
        )
    }

    /// The record as the register has it. The same submission, sealed twice, has two keys.
    package func seal(_ record: RegisterRecord) -> SealedRecord {
        guard case .accepted(var accepted) = record.fact else { return SealedRecord(record) }
        if let form = accepted.request.application {
            accepted.persons = marker.marks(of: form, within: record.territory)
            accepted.dependants = marker.dependants(of: form, within: record.territory).all
            let reach = Reach(form)
            if !reach.isEmpty { accepted.reach = WireReach(reach) }
        }
        accepted.fingerprint = marker.fingerprint(of: accepted)
        accepted.comparison = marker.comparison

        var sealed = record
        var dataKey: SealedRecord.DataKey?
        if let means, let taken = accepted.request.takeNominative() {
            dataKey = FormSealer.seal(taken, with: means, into: &sealed, &accepted)
        }
        sealed.fact = .accepted(accepted)
        return SealedRecord(sealed, dataKey)
    }

    private static func seal(
        _ taken: WireRequest,
        with means: Means,
        into record: inout RegisterRecord,
        _ accepted: inout WireAccepted,
    ) -> SealedRecord.DataKey {
        let lot = means.source.lot()
        record.key = lot.key
        let master = means.master.keys[0]
        guard
            let form = try? AES.GCM.seal(
                taken.encodedBytes(),
                using: lot.dataKey,
                nonce: lot.formNonce,
                authenticating: means.binding.form(in: record, accepted),
            ).combined,
            let wrapped = try? lot.dataKey.withUnsafeBytes({ bytes in
                try AES.GCM.seal(
                    bytes,
                    using: master.wrapping,
                    nonce: lot.wrappingNonce,
                    authenticating: means.binding.dataKey(lot.key, record.territory),
                ).combined
            })
        else { preconditionFailure("AES-GCM takes any text with a key of 32 bytes and a nonce of 12") }
        accepted.sealed = form
        return SealedRecord.DataKey(
            id: lot.key,
            wrapped: .with {
                $0.master = master.id
                $0.wrapped = wrapped
            }
        )
    }
}
