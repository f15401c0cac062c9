import Schemas
import WorkerKit

// Identity and Contact messages, wherever they stand in a request.
extension WireRequest {
    /// Takes them out. Returns them at their places, in a request that holds nothing else; nil where there are none.
    mutating func takeNominative() -> WireRequest? {
        var taken = WireRequest()
        switch kind {
        case .creation(var request):
            taken.creation.application = request.application.takeNominative()
            kind = .creation(request)
        case .separation(var request):
            taken.separation.application = request.application.takeNominative()
            kind = .separation(request)
        case .modification(var request):
            taken.modification.application = request.application.takeNominative()
            kind = .modification(request)
        case .renewal(var request):
            guard request.hasApplication else { return nil }
            taken.renewal.application = request.application.takeNominative()
            kind = .renewal(request)
        case .import(var request):
            taken.import.application = request.application.takeNominative()
            kind = .import(request)
        case .strikeOff(var request):
            guard request.allocation.hasDwelling else { return nil }
            taken.strikeOff.allocation.dwelling = request.allocation.dwelling
            request.allocation.clearDwelling()
            kind = .strikeOff(request)
        case .reinstatement, .deletion, .undeliverableLetter, .reviewDecision, .warning, .noticeProof, .litigationHold,
            nil:
            return nil
        }
        return taken
    }

    /// Puts back what `takeNominative` took out.
    mutating func putBack(_ taken: WireRequest) {
        switch kind {
        case .creation(var request):
            request.application.putBack(taken.creation.application)
            kind = .creation(request)
        case .separation(var request):
            request.application.putBack(taken.separation.application)
            kind = .separation(request)
        case .modification(var request):
            request.application.putBack(taken.modification.application)
            kind = .modification(request)
        case .renewal(var request):
            request.application.putBack(taken.renewal.application)
            kind = .renewal(request)
        case .import(var request):
            request.application.putBack(taken.import.application)
            kind = .import(request)
        case .strikeOff(var request):
            request.allocation.dwelling = taken.strikeOff.allocation.dwelling
            kind = .strikeOff(request)
        case .reinstatement, .deletion, .undeliverableLetter, .reviewDecision, .warning, .noticeProof, .litigationHold,
            nil:
            break
        }
    }
}

extension WireRequest {
    /// Something stands open in it.
    package var hasNominative: Bool {
        var rest = self
        return rest.takeNominative() != nil && rest != self
    }
}

extension WireApplication {
    fileprivate mutating func takeNominative() -> WireApplication {
        var taken = WireApplication()
        if hasApplicant { taken.applicant = applicant.takeNominative() }
        taken.coApplicants = coApplicants.indices.map { coApplicants[$0].takeNominative() }
        taken.dependants = dependants.indices.map { index in
            var dependant = WireDependant()
            if dependants[index].hasIdentity { dependant.identity = dependants[index].identity }
            dependants[index].clearIdentity()
            return dependant
        }
        if hasLegalPerson, legalPerson.hasContact {
            taken.legalPerson.contact = legalPerson.contact
            legalPerson.clearContact()
        }
        return taken
    }

    fileprivate mutating func putBack(_ taken: WireApplication) {
        if taken.hasApplicant { applicant.putBack(taken.applicant) }
        for (index, person) in taken.coApplicants.enumerated() where coApplicants.indices.contains(index) {
            coApplicants[index].putBack(person)
        }
        for (index, dependant) in taken.dependants.enumerated() where dependants.indices.contains(index) {
            if dependant.hasIdentity { dependants[index].identity = dependant.identity }
        }
        if taken.hasLegalPerson { legalPerson.contact = taken.legalPerson.contact }
    }
}

extension WirePerson {
    fileprivate mutating func takeNominative() -> WirePerson {
        var taken = WirePerson()
        if hasIdentity { taken.identity = identity }
        if hasContact { taken.contact = contact }
        clearIdentity()
        clearContact()
        return taken
    }

    fileprivate mutating func putBack(_ taken: WirePerson) {
        if taken.hasIdentity { identity = taken.identity }
        if taken.hasContact { contact = taken.contact }
    }
}
