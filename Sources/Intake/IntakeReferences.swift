import Register
import Schemas
import SwiftProtobuf

/// What intake looks up: the desks (`nu.desks`) and the communes (`nu.communes`), as their topics last said.
package struct IntakeReferences: Sendable {
    package private(set) var desks: [DeskCode: Desk] = [:]
    /// The EPCI of each commune; nil where none is written.
    package private(set) var communes: [CommuneCode: SIREN?] = [:]
    private var members: [SIREN: Set<CommuneCode>] = [:]
    /// How many communes of each territory are known. A territory without any is not checked against the list.
    private var communeCounts: [Territory: Int] = [:]

    package init() {}

    /// Takes a record of `nu.desks`. A nil value closes the desk.
    ///
    /// Throws on a record that is no desk. The desk then is as it was before: a bad update opens no door and closes none.
    package mutating func take(desk key: Bytes, value: Bytes?) throws(ReferenceError) {
        guard let code = DeskCode(code: String(decoding: key, as: UTF8.self)) else { throw .badKey(topic: "nu.desks") }
        guard let value else {
            desks[code] = nil
            return
        }
        guard let wire = try? WireDesk(serializedBytes: value) else {
            throw .unreadable(topic: "nu.desks", key: code.code)
        }
        let desk: Desk
        do throws(InvalidDesk) { desk = try Desk(wire) } catch { throw .invalidDesk(key: code.code, error) }
        guard desk.code == code else { throw .otherKey(topic: "nu.desks", key: code.code) }
        desks[code] = desk
    }

    /// Takes a record of `nu.communes`. A nil value takes the commune off the list.
    package mutating func take(commune key: Bytes, value: Bytes?) throws(ReferenceError) {
        guard let code = CommuneCode(code: String(decoding: key, as: UTF8.self)) else {
            throw .badKey(topic: "nu.communes")
        }
        let territory = Territory(commune: code)
        guard let value else {
            guard let former = communes.removeValue(forKey: code) else { return }
            if let former { members[former]?.remove(code) }
            if let territory { communeCounts[territory, default: 0] -= 1 }
            return
        }
        guard let wire = try? WireCommune(serializedBytes: value) else {
            throw .unreadable(topic: "nu.communes", key: code.code)
        }
        guard wire.code == code.code else { throw .otherKey(topic: "nu.communes", key: code.code) }
        let epci = SIREN(wire.epciSiren)
        let former = communes.updateValue(epci, forKey: code)
        if case let before?? = former { members[before]?.remove(code) }
        if let epci { members[epci, default: []].insert(code) }
        if former == nil, let territory { communeCounts[territory, default: 0] += 1 }
    }

    /// Where a desk that acts on some communes only does so: on these and on those of their EPCI, in their order. Empty for
    /// any other desk.
    package func communes(of desk: Desk) -> [CommuneCode] {
        guard desk.isLimited else { return [] }
        var found = desk.communes
        for case let epci?? in desk.communes.map({ communes[$0] }) { found.formUnion(members[epci] ?? []) }
        return found.sorted()
    }

    /// True of one of these communes, and of one that is in the same EPCI.
    package func isAt(_ commune: CommuneCode, oneOf these: Set<CommuneCode>) -> Bool {
        if these.contains(commune) { return true }
        guard case let epci?? = communes[commune] else { return false }
        return these.contains { communes[$0] == .some(epci) }
    }

    /// False when the list holds other communes of that territory and not this one.
    package func mayExist(_ commune: CommuneCode, in territory: Territory) -> Bool {
        communes[commune] != nil || communeCounts[territory, default: 0] == 0
    }
}

/// A record of a reference topic that cannot be taken. To be logged and counted; the reference stays as it was.
package enum ReferenceError: Error, Hashable, CustomStringConvertible {
    case badKey(topic: String)
    /// The value is not the message of that topic.
    case unreadable(topic: String, key: String)
    /// The value has another code than the record's key.
    case otherKey(topic: String, key: String)
    case invalidDesk(key: String, InvalidDesk)

    package var description: String {
        switch self {
        case .badKey(let topic): "\(topic): the record’s key is no code"
        case .unreadable(let topic, let key): "\(topic) \(key): the value cannot be read"
        case .otherKey(let topic, let key): "\(topic) \(key): the value is of another key"
        case .invalidDesk(let key, let error): "nu.desks \(key): \(error)"
        }
    }
}
