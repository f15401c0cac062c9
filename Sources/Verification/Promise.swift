/// What the register promises (docs/architecture.md). Raw values are the numbers of that list; 0 is the form of the log,
/// which all the others rest on.
package enum Promise: Int, CaseIterable, Sendable, Comparable {
    case form = 0
    case numbers = 1
    case persons = 2
    case answers = 3
    case strikeOffs = 4
    case deadlines = 5
    case statistics = 6
    case seniority = 7
    case state = 8
    case erasure = 9

    package var english: String {
        switch self {
        case .form: "Every record can be read, stands in its place, and follows from what stands before it."
        case .numbers: "A number is issued once, never reused, and never skipped within a territory's sequence."
        case .persons: "A person has at most one live application per territory, save where a review is open or ruled."
        case .answers: "Every submission has exactly one final answer."
        case .strikeOffs: "Every strike-off names its legal reason and the proof that the law asks for."
        case .deadlines: "Every live application is renewed, noticed, lapsed or held on the right civil day."
        case .statistics: "Stock at the end of a day = stock at its start + entries − exits, in every cell."
        case .seniority: "The initial filing date never changes."
        case .state: "A worker's state is what its register says; nothing was done twice and nothing was lost."
        case .erasure: "Who was purged opens nowhere, and every other sealed form opens."
        }
    }

    package var french: String {
        switch self {
        case .form: "Chaque enregistrement est lisible, à sa place, et découle de ce qui le précède."
        case .numbers: "Un numéro est attribué une fois, jamais réutilisé, sans saut dans la suite d’un territoire."
        case .persons: "Une personne a au plus une demande active par territoire, sauf doublon signalé ou tranché."
        case .answers: "Chaque envoi reçoit exactement une réponse définitive."
        case .strikeOffs: "Chaque radiation porte son motif légal et la preuve que la loi exige."
        case .deadlines: "Chaque demande active est renouvelée, avisée, caduque ou retenue au bon jour."
        case .statistics: "Stock de fin de jour = stock de début + entrées − sorties, dans chaque case."
        case .seniority: "La date de dépôt initial ne change jamais."
        case .state: "L’état d’un module est ce que dit son registre ; rien n’est fait deux fois ni perdu."
        case .erasure: "Ce qui est effacé ne s’ouvre plus nulle part, et tout autre formulaire scellé s’ouvre."
        }
    }

    package static func < (left: Promise, right: Promise) -> Bool { left.rawValue < right.rawValue }
}
