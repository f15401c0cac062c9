/// Where an examination stands in the form. Written out only when something is wrong there.
struct FieldPath {
    private struct Step {
        let field: StaticString
        let item: Int?
    }

    private var steps: [Step] = []

    init() { steps.reserveCapacity(8) }

    mutating func enter(_ field: StaticString, item: Int? = nil) { steps.append(Step(field: field, item: item)) }

    mutating func leave() { steps.removeLast() }

    /// `request.creation.application.wanted.communes[2]`.
    func text(to field: StaticString? = nil, item: Int? = nil) -> String {
        var text = ""
        for step in steps { FieldPath.write(step.field, step.item, to: &text) }
        if let field { FieldPath.write(field, item, to: &text) }
        return text
    }

    private static func write(_ field: StaticString, _ item: Int?, to text: inout String) {
        if !text.isEmpty { text += "." }
        text += field.description
        if let item { text += "[\(item)]" }
    }
}
