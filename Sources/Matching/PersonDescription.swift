/// What a form says of one person, as it was typed. Nominative: it is sketched, and goes no further.
package struct PersonDescription: Hashable, Sendable {
    package enum Sex: UInt8, Hashable, Sendable {
        case female = 1
        case male = 2

        /// `1`, `M`, `H` and `M.` are men; `2`, `3`, `F`, `Mme` and `Mlle` are women; anything else says nothing.
        package init?(_ text: String) {
            switch text.uppercased() {
            case "1", "M", "M.", "MR", "H", "MALE", "HOMME": self = .male
            case "2", "3", "F", "MME", "MLLE", "FEMALE", "FEMME", "W": self = .female
            default: return nil
            }
        }
    }

    package var lastName = ""
    package var birthName = ""
    package var firstNames = ""
    /// `YYYY-MM-DD`, `YYYYMMDD` or `DD/MM/YYYY`. It may be a day that does not exist.
    package var birthDate = ""
    package var sex: Sex?
    package var nir = ""
    /// Another file's own number for the person. The register has none.
    package var identifier = ""
    package var addressLine = ""
    package var postcode = ""
    /// A name or an INSEE code: what stands on one side of a comparison must stand on the other.
    package var commune = ""
    package var phones: [String] = []
    package var email = ""
    /// Of the household.
    package var dependants: [Dependant] = []

    package init() {}
}
