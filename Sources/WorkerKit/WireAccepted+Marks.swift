import Register
import Schemas

// What workers know of who asks, and of how they can be reached: what intake wrote beside the form.
extension WireAccepted {
    /// The keys of everyone who asks, in the territory of the record. None for an association.
    package var personKeys: [PersonKey] {
        if persons.count == 1 { return persons[0].personKeys }
        var keys: [PersonKey] = []
        for person in persons { for key in person.personKeys { keys.add(key) } }
        return keys
    }

    /// Those among them that two people may have.
    package var vagueKeys: [PersonKey] { persons.flatMap(\.vaguePersonKeys) }

    package var applicantMarks: NameMarks { persons.first.map(\.nameMarks) ?? .unknown }

    /// What the form says of it, and whether it came online: when the public portal sent it.
    package var formReach: Reach { Reach(reach).union(Reach(deskKind: deskKind)) }
}

extension WirePersonMarks {
    package init(keys: [(key: PersonKey, isVague: Bool)], names: NameMarks) {
        self.init()
        self.keys = keys.flatMap { [$0.key.high, $0.key.low] }
        for (index, key) in keys.enumerated() where key.isVague { vague |= 1 << UInt32(index) }
        birthMark = names.birth
        lastMark = names.last
        givenMark = names.given
    }

    package var personKeys: [PersonKey] {
        stride(from: 0, to: keys.count - 1, by: 2).map { index in
            PersonKey(fingerprint: Fingerprint(high: keys[index], low: keys[index + 1]))
        }
    }

    var vaguePersonKeys: [PersonKey] {
        if vague == 0 { return [] }
        return personKeys.enumerated().filter { vague & 1 << UInt32($0.offset) != 0 }.map(\.element)
    }

    package var nameMarks: NameMarks { NameMarks(birth: birthMark, last: lastMark, given: givenMark) }
}

extension NameMarks {
    package init(_ identity: WireIdentity, within territory: Territory?) {
        self.init(
            lastName: identity.lastName,
            birthName: identity.birthName,
            firstNames: identity.firstNames,
            within: territory,
        )
    }
}
