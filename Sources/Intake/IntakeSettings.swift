import Ministry
import Register

/// What intake takes, in sizes and delays. The defaults leave room for every form seen so far.
///
/// What a version does not know: unknown codes of open lists are kept as they came. Unknown protobuf fields are left out,
/// as protobuf has it: a newer sender may talk to an older register. Unknown JSON names are refused by default, because
/// there they are misspellings, and a misspelt `birthDate` would otherwise be lost without a word.
package struct IntakeSettings: Sendable, Hashable {
    /// What becomes of a name in a JSON message that the schema does not have.
    package enum UnknownName: String, Sendable, Hashable, CaseIterable {
        /// Refused with `NU_0111`, at the name.
        case refused
        /// Left out.
        case ignored
    }

    package var messageBytesMax = 262_144
    package var unknownJSONName = UnknownName.refused
    /// What a message of the ministry's interface may be made of.
    package var xml = XMLLimits()

    /// Which register this is; nil while nobody has said. What is signed is signed for it.
    package var register: RegisterID?
    /// What says when a submission was published.
    package var clock = RegisterClock.replay
    /// How many days before its publication a submission may have been signed: as long as its id is remembered.
    package var signatureAgeDaysMax = 90

    /// How many days before its publication a submission may have been received. Imports are exempt; the manager and the
    /// State may say why it was longer ago.
    package var receptionAgeDaysMax = 60
    /// The earliest first filing of an import. A number has two digits of its year: without a limit 1911 passes for 2011.
    /// Nothing was received before it either.
    package var firstFilingMin = CivilDate(year: 1970, month: 1, day: 1)!
    /// The span in which a publication time can be right; beyond it, the producer writes another unit or none.
    package var publicationYears = 2000...2199
    /// Who acts at a desk is named by an identifier, where the message has a place for it.
    package var isAgentRequired = true
    /// When each version of the form is received.
    package var forms = FormCalendar()

    // Characters.
    package var nameLengthMax = 100
    package var legalNameLengthMax = 200
    package var addressLengthMax = 200
    package var postcodeLengthMax = 16
    package var emailLengthMax = 254
    package var codeLengthMax = 20
    package var agentLengthMax = 64
    package var referenceLengthMax = 128
    package var wordsLengthMax = 500

    // Items.
    package var coApplicantsMax = 10
    package var dependantsMax = 30
    package var resourcesMax = 30
    package var taxYearsMax = 2
    package var communesMax = 20
    package var districtsMax = 40
    package var dwellingTypesMax = 10
    package var reasonsMax = 23
    package var disabilityItemsMax = 20
    package var disabledPersonsMax = 20

    // Numbers.
    package var ageYearsMax = 130
    package var taxYearMin = 1980
    package var unbornChildrenMax = 10
    package var occupantsMax = 100
    package var surfaceSquareMetresMax = 10_000
    /// A month's income or rent: a million euros.
    package var monthlyCentsMax: Int64 = 100_000_000
    package var taxIncomeEurosMax: Int64 = 100_000_000

    package init() {}

    /// What the law leaves to the territory.
    package mutating func adopt(_ law: LegalCalendar) {
        forms = law.forms
        isAgentRequired = law.agentRequired
        signatureAgeDaysMax = law.submissionMemoryDays
    }
}
