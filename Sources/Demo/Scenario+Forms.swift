import Register
import Schemas
import SwiftProtobuf

// A form follows from the seed, the application and how often it was drawn again: writing it twice gives the same.
extension Scenario {
    func form(_ index: Int) -> WireApplication {
        let planned = applications[index]
        if planned.twin >= 0 { return mistyped(index, twin: Int(planned.twin)) }
        var random = SplitMix64(seed: seed, stream: 3, index: index &+ Int(planned.redraws) << 40)
        return households.application(
            filed: planned.filed,
            territory: planned.territory,
            first: Int(planned.commune),
            &random,
        )
    }

    /// The twin files again, alone, and a letter of the first name is off: a person must look, and both have numbers. With a
    /// letter of the last name off, all else being the same, it would be certain, and linked.
    private func mistyped(_ index: Int, twin: Int) -> WireApplication {
        var random = SplitMix64(seed: seed, stream: 4, index: index &+ Int(applications[index].redraws) << 40)
        var form = form(twin)
        form.coApplicants = []
        form.applicant.identity.firstNames = Spelling.mistyped(form.applicant.identity.firstNames, &random)
        return form
    }

    /// The same persons as another desk writes them; sometimes it is the partner who files.
    func respelled(_ form: WireApplication, _ random: inout SplitMix64) -> WireApplication {
        var form = form
        if form.coApplicants.count == 1, random.chance(250) {
            var applicant = form.coApplicants[0]
            var partner = form.applicant
            applicant.contact = partner.contact
            partner.clearContact()
            partner.link = applicant.link
            applicant.link = ""
            form.applicant = applicant
            form.coApplicants = [partner]
        }
        respell(&form.applicant.identity, &random)
        for place in form.coApplicants.indices { respell(&form.coApplicants[place].identity, &random) }
        return form
    }

    private func respell(_ identity: inout WireIdentity, _ random: inout SplitMix64) {
        let isSameName = identity.lastName == identity.birthName
        identity.lastName = Spelling.other(identity.lastName, &random)
        identity.birthName = isSameName ? identity.lastName : Spelling.other(identity.birthName, &random)
        identity.firstNames = Spelling.other(identity.firstNames, &random)
    }
}
