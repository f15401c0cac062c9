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

    package var applicantMarks: NameMarks { persons.first.map(\.nameMarks) ?? .unknown }

    /// What the form says of it, and whether it came online: when the public portal sent it.
    package var formReach: Reach { Reach(reach).union(Reach(deskKind: deskKind)) }
}

extension WirePersonMarks {
    package init(keys: [PersonKey], names: NameMarks) {
        self.init()
        self.keys = keys.flatMap { [$0.high, $0.low] }
        birthMark = names.birth
        lastMark = names.last
        givenMark = names.given
    }

    package var personKeys: [PersonKey] {
        stride(from: 0, to: keys.count - 1, by: 2).map { index in
            PersonKey(fingerprint: Fingerprint(high: keys[index], low: keys[index + 1]))
        }
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
