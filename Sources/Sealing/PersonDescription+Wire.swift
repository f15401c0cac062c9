import Matching
import Register
import Schemas

extension PersonDescription {
    /// As the form has it.
    init(_ identity: WireIdentity, _ contact: WireContact) {
        self.init()
        lastName = identity.lastName
        birthName = identity.birthName
        firstNames = identity.firstNames
        birthDate = identity.birthDate
        sex = Sex(identity.civility)
        nir = identity.nir
        addressLine = contact.addressLine
        postcode = contact.postcode
        commune = contact.commune
        phones = [contact.mobile, contact.phone].filter { !$0.isEmpty }
        email = contact.email
    }
}
