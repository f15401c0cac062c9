import Register
import Schemas

extension Examination {
    mutating func examine(_ contact: inout WireContact) {
        // What a postal code may be depends on the country, which comes later on the form.
        contact.country = Text.code(contact.country)
        if contact.country == "FR" { contact.country = "" }
        let isAbroad = !contact.country.isEmpty

        text(&contact.addressLine, "address_line", max: settings.addressLengthMax)
        text(&contact.addressComplement, "address_complement", max: settings.addressLengthMax)
        if isAbroad {
            text(&contact.postcode, "postcode", max: settings.postcodeLengthMax)
            code(&contact.commune, "commune")
        } else {
            frenchPostcode(&contact.postcode, "postcode")
            place(&contact.commune, "commune")
        }
        if isAbroad, contact.country.utf8.count != 2 || !contact.country.utf8.allSatisfy({ (0x41...0x5A).contains($0) })
        {
            refuse(.unknownCode, "country")
        }
        phone(&contact.phone, "phone")
        phone(&contact.mobile, "mobile")
        email(&contact.email)
        phone(&contact.workPhone, "work_phone")
        text(&contact.hostedBy, "hosted_by", max: settings.addressLengthMax)
        text(&contact.residenceLine, "residence_line", max: settings.addressLengthMax)
        frenchPostcode(&contact.residencePostcode, "residence_postcode")
        place(&contact.residenceCommune, "residence_commune")
        text(&contact.profession, "profession", max: settings.wordsLengthMax)
        text(&contact.employer, "employer", max: settings.legalNameLengthMax)
        text(&contact.otherReason, "other_reason", max: settings.wordsLengthMax)
        text(&contact.attention, "attention", max: settings.nameLengthMax)
    }

    private mutating func frenchPostcode(_ value: inout String, _ field: StaticString) {
        if value.isEmpty { return }
        value = Text.compact(value)
        guard !value.isEmpty else { return }
        if value.utf8.count != 5 || !value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            refuse(.badPostalCode, field)
        }
    }

    private mutating func phone(_ value: inout String, _ field: StaticString) {
        if value.isEmpty { return }
        if let phone = PhoneNumber.normalised(value) {
            value = phone
        } else if Text.tidied(value).isEmpty {
            value = ""
        } else {
            refuse(.badPhone, field)
        }
    }

    private mutating func email(_ value: inout String) {
        guard text(&value, "email", max: settings.emailLengthMax) else { return }
        if let email = EmailAddress.normalised(value) { value = email } else { refuse(.badEmail, "email") }
    }
}
