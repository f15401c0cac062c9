import Register
import Schemas

extension Output {
    /// Tells the desk that registered a file what became of it, unless it did that itself. It is the desk in the number.
    package mutating func dispatch(
        _ kind: WireDispatchKind,
        _ number: UniqueNumber,
        _ record: RegisterRecord,
        reason: String = "",
        validUntil: CivilDate? = nil,
        other: UniqueNumber? = nil,
    ) {
        guard record.desk != number.desk else { return }
        var dispatch = WireDispatch()
        dispatch.desk = number.desk.code
        dispatch.territory = number.territory.code
        dispatch.number = number.text
        dispatch.kind = kind
        dispatch.happenedOn = record.day.iso
        dispatch.actingDesk = record.desk?.code ?? ""
        dispatch.reason = reason
        if let validUntil { dispatch.validUntil = validUntil.iso }
        if let other { dispatch.otherNumber = other.text }
        dispatches.append(dispatch)
    }
}
