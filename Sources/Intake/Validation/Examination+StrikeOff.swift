import Register
import Schemas

extension Examination {
    /// What can be asked of a strike-off before the register is looked at. Whether the applicant was warned, and when, the
    /// strike-off worker knows.
    mutating func examine(_ strikeOff: inout WireStrikeOff) {
        number = uniqueNumber(&strikeOff.number, "number")
        code(&strikeOff.reason, "reason", missing: .missingField)
        let reason = StrikeOffReason(strikeOff.reason)
        switch reason {
        case .allocated: refuseUnlessLandlord(.onlyTheLandlord, "reason")
        case .inadmissible: refuseUnlessLandlord(.onlyTheCommittee, "reason")
        case .notRenewed: refuse(.systemReason, "reason")
        case .renounced, .noAnswer: break
        case .unknown(let raw): if !raw.isEmpty { refuse(.strikeOffReasonUnknown, "reason") }
        }
        inadmissibilityGround(&strikeOff.ground, isRequired: reason == .inadmissible)
        if reason == .allocated || strikeOff.hasAllocation {
            within("allocation") { $0.examine(&strikeOff.allocation, isRequired: reason == .allocated) }
        }
        text(
            &strikeOff.writtenProof,
            "written_proof",
            max: settings.referenceLengthMax,
            missing: reason == .renounced ? .writtenProofMissing : nil,
        )
    }

    /// The law has two grounds and no other.
    mutating func inadmissibilityGround(_ ground: inout String, isRequired: Bool) {
        guard code(&ground, "ground", missing: isRequired ? .inadmissibilityGroundMissing : nil) else { return }
        if !InadmissibilityGround(ground).isKnown { refuse(.unknownCode, "ground") }
    }

    /// R441-2-9: who let which dwelling, by a lease signed when. The rest may be left out.
    private mutating func examine(_ allocation: inout WireAllocation, isRequired: Bool) {
        siren(&allocation.landlordSiren, "landlord_siren", missing: isRequired ? .landlordSIRENMissing : nil)
        pastDate(
            &allocation.leaseSignedOn,
            "lease_signed_on",
            missing: isRequired ? .leaseDateMissing : nil,
            inFuture: .leaseDateInFuture,
        )
        allocation.rplsID = Text.compact(allocation.rplsID)
        let hasID = !allocation.rplsID.isEmpty
        if hasID, allocation.rplsID.utf8.count != 10 || !allocation.rplsID.utf8.allSatisfy(Text.isCodeByte) {
            refuse(.badRPLS, "rpls_id")
        }
        if allocation.hasDwelling { within("dwelling") { $0.examine(&allocation.dwelling) } }
        code(&allocation.dwellingType, "dwelling_type")
        if isRequired, !hasID, allocation.dwelling.addressLine.isEmpty || allocation.dwellingType.isEmpty {
            refuse(.dwellingDataMissing, "dwelling")
        }
        count(allocation.surfaceSquareMetres, "surface_square_metres", max: settings.surfaceSquareMetresMax)
        amount(allocation.monthlyRentCents, "monthly_rent_cents", max: settings.monthlyCentsMax)
        code(&allocation.zone, "zone")
        code(&allocation.quota, "quota")
        code(&allocation.agreement, "agreement")
        code(&allocation.daloPriority, "dalo_priority")
        code(&allocation.alreadyTenant, "already_tenant")
    }
}
