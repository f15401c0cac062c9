/// What can be wrong with a submission. Written on receipts as `NU_0501`; upstream software tests for it.
///
/// Stable: a code is never renumbered and never given another meaning. New ones go at the end of their group.
/// The sentences are for the clerk: what is wrong, then what to do.
package enum AnomalyCode: String, Hashable, Sendable, CaseIterable {
    // The message itself
    case unreadableContent = "NU_0101"
    case wrongSchema = "NU_0102"
    case noKind = "NU_0103"
    case badSubmissionID = "NU_0104"
    case sameIDOtherContent = "NU_0105"
    case receivedInFuture = "NU_0106"
    case receivedTooLongAgo = "NU_0107"
    case tooLarge = "NU_0108"
    case kindNotSupported = "NU_0109"
    case severalApplications = "NU_0110"

    // Any field
    case missingField = "NU_0201"
    case tooLong = "NU_0202"
    case tooMany = "NU_0203"
    case unknownCode = "NU_0204"
    case notADate = "NU_0205"
    case dateInFuture = "NU_0206"
    case dateTooOld = "NU_0207"
    case dateInPast = "NU_0208"
    case badNumber = "NU_0209"
    case badAmount = "NU_0210"
    case badCharacters = "NU_0211"
    case duplicateItem = "NU_0212"

    // The person and the contact
    case impossibleBirthDate = "NU_0301"
    case badNIR = "NU_0302"
    case badEmail = "NU_0303"
    case badPhone = "NU_0304"
    case badPostalCode = "NU_0305"
    case badSIREN = "NU_0306"
    case identityDocumentNotSeen = "NU_0307"
    case personAndBody = "NU_0308"
    case emailNeededForElectronicNotice = "NU_0309"
    case badSIRET = "NU_0310"

    // What is asked for
    case wantedCommunesMissing = "NU_0401"
    case dwellingTypesMissing = "NU_0402"
    case unknownCommune = "NU_0403"
    case communeOutsideTerritory = "NU_0404"
    case reasonsMissing = "NU_0405"
    case freeTextMissing = "NU_0406"
    case unknownTerritory = "NU_0407"
    case territoryNotServed = "NU_0408"

    // The number
    case badUniqueNumber = "NU_0501"
    case numberOfAnotherTerritory = "NU_0502"
    case unknownNumber = "NU_0503"
    case numberNotLive = "NU_0504"
    case numberDeleted = "NU_0505"
    case numberMerged = "NU_0506"

    // The desk
    case badDeskCode = "NU_0601"
    case unknownDesk = "NU_0602"
    case deskSuspended = "NU_0603"
    case deskNotCertified = "NU_0604"
    case deskLacksTerritory = "NU_0605"
    case deskLacksRight = "NU_0606"
    case notAManager = "NU_0607"
    case deskNameMissing = "NU_0608"
    case deskRightsMissing = "NU_0609"
    case deskTerritoriesMissing = "NU_0610"
    case senderIsNotDesk = "NU_0611"
    case conventionNotInForce = "NU_0612"
    case conventionEndsBeforeItBegins = "NU_0613"
    case deskLacksReason = "NU_0614"
    case mandateOfNoLandlord = "NU_0615"
    case badPublicKey = "NU_0616"
    case signatureMissing = "NU_0617"
    case signatureInvalid = "NU_0618"
    case notManagerOrState = "NU_0619"

    // Renewal and modification
    case renewalTooEarly = "NU_0701"
    case renewalTooLate = "NU_0702"
    case filingDateChanged = "NU_0703"
    case applicantChanged = "NU_0704"

    // Strike-off and reinstatement
    case strikeOffReasonUnknown = "NU_0801"
    case systemReason = "NU_0802"
    case leaseDateMissing = "NU_0803"
    case leaseDateInFuture = "NU_0804"
    case leaseBeforeFiling = "NU_0805"
    case landlordSIRENMissing = "NU_0806"
    case dwellingDataMissing = "NU_0807"
    case badRPLS = "NU_0808"
    case onlyTheLandlord = "NU_0809"
    case writtenProofMissing = "NU_0810"
    case warningMissing = "NU_0811"
    case warningProofMissing = "NU_0812"
    case warningDelayNotOver = "NU_0813"
    case warningInFuture = "NU_0814"
    case onlyTheCommittee = "NU_0815"
    case inadmissibilityGroundMissing = "NU_0816"
    case alreadyStruckOff = "NU_0817"
    case notStruckOff = "NU_0818"
    case reinstatementDelayOver = "NU_0819"
    case reinstatementNotAllowed = "NU_0820"
    case otherLiveApplication = "NU_0821"
    case leaseOfAnotherLandlord = "NU_0822"
    case allocationDataMissing = "NU_0823"
    case warnedByAnother = "NU_0824"
    case noLitigationHold = "NU_0825"
    case struckOffByAnother = "NU_0826"

    // Separation, reviews, notices and imports
    case sourceUnknown = "NU_0901"
    case sourceNotLive = "NU_0902"
    case personNotInSource = "NU_0903"
    case reviewUnknown = "NU_0904"
    case reviewClosed = "NU_0905"
    case verdictMissing = "NU_0906"
    case survivorNotInReview = "NU_0907"
    case mergeUnknown = "NU_0908"
    case noticeUnknown = "NU_0909"
    case noticeBeforeSending = "NU_0910"
    case numberTaken = "NU_0911"
    case inconsistentDates = "NU_0912"
    case numberDoesNotMatchFiling = "NU_0913"
    case importNotAllowed = "NU_0914"
    case dayAlreadyClosed = "NU_0915"
}

extension AnomalyCode: CustomStringConvertible {
    package var description: String { rawValue }
}
