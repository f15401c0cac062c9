import Register
import Schemas

extension Examination {
    /// What can be asked of a strike-off before the register is looked at. Whether the applicant was warned, and when, the
    /// strike-off worker knows.
    mutating func examine(_ strikeOff: inout WireStrikeOff) {
        number = uniqueNumber(&strikeOff.number, "number")
        code(&strikeOff.reason, "reason", missing: .missingField)
        let reason = StrikeOffReason(strikeOff.reason)
        if case .unknown(let raw) = reason, !raw.isEmpty { refuse(.strikeOffReasonUnknown, "reason") }
        examineRight(toStrikeOffFor: reason, "reason")
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

    /// R441-2-9: who let which dwelling, to whom, by a lease signed when; in full for leases signed since it is in force.
    private mutating func examine(_ allocation: inout WireAllocation, isRequired: Bool) {
        siren(&allocation.landlordSiren, "landlord_siren", missing: isRequired ? .landlordSIRENMissing : nil)
        if desk.kind == .landlord, let own = desk.siren, let landlord = SIREN(allocation.landlordSiren),
            landlord != own
        {
            refuse(.leaseOfAnotherLandlord, "landlord_siren")
        }
        let lease = pastDate(
            &allocation.leaseSignedOn,
            "lease_signed_on",
            missing: isRequired ? .leaseDateMissing : nil,
            inFuture: .leaseDateInFuture,
        )
        let missing: AnomalyCode? =
            isRequired && StrikeOffReason.isAllocationDataDue(leased: lease ?? day) ? .allocationDataMissing : nil
        examine(dwellingOf: &allocation, isRequired: isRequired, missing: missing)
        listed(&allocation.quota, "quota", as: Quota.self, missing: missing)
        listed(&allocation.agreement, "agreement", as: Agreement.self, missing: missing)
        listed(&allocation.daloPriority, "dalo_priority", as: TriState.self, missing: missing)
        listed(&allocation.alreadyTenant, "already_tenant", as: TriState.self, missing: missing)
    }

    /// The identifier in the directory says all of the dwelling; without one it is described.
    private mutating func examine(
        dwellingOf allocation: inout WireAllocation,
        isRequired: Bool,
        missing: AnomalyCode?,
    ) {
        allocation.rplsID = Text.compact(allocation.rplsID)
        let hasID = !allocation.rplsID.isEmpty
        if hasID, allocation.rplsID.utf8.count != 10 || !allocation.rplsID.utf8.allSatisfy(Text.isCodeByte) {
            refuse(.badRPLS, "rpls_id")
        }
        if allocation.hasDwelling { within("dwelling") { $0.examine(&allocation.dwelling) } }
        listed(&allocation.dwellingType, "dwelling_type", as: RentedDwellingType.self)
        if isRequired, !hasID, allocation.dwelling.addressLine.isEmpty || allocation.dwellingType.isEmpty {
            refuse(.dwellingDataMissing, "dwelling")
        }
        let missing = hasID ? nil : missing
        if let missing, allocation.surfaceSquareMetres == 0 { refuse(missing, "surface_square_metres") }
        count(allocation.surfaceSquareMetres, "surface_square_metres", max: settings.surfaceSquareMetresMax)
        if let missing, allocation.monthlyRentCents == 0 { refuse(missing, "monthly_rent_cents") }
        amount(allocation.monthlyRentCents, "monthly_rent_cents", max: settings.monthlyCentsMax)
        listed(&allocation.zone, "zone", as: UrbanZone.self, missing: missing)
    }
}
