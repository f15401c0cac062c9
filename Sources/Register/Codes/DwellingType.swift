/// Wanted or current dwelling, by number of main rooms.
package enum DwellingType: Code {
    case room, t1, t2, t3, t4, t5, t6OrMore
    case unknown(String)

    package static let known: CodeList<Self> = [.room, .t1, .t2, .t3, .t4, .t5, .t6OrMore]

    package var entry: CodeEntry {
        switch self {
        case .room: CodeEntry("C", "Chambre", "Room")
        case .t1: CodeEntry("T1", "T1 (1 pièce)", "T1 (1 room)")
        case .t2: CodeEntry("T2", "T2 (2 pièces)", "T2 (2 rooms)")
        case .t3: CodeEntry("T3", "T3 (3 pièces)", "T3 (3 rooms)")
        case .t4: CodeEntry("T4", "T4 (4 pièces)", "T4 (4 rooms)")
        case .t5: CodeEntry("T5", "T5 (5 pièces)", "T5 (5 rooms)")
        case .t6OrMore: CodeEntry("T6P", "T6 et plus", "T6 and more")
        case .unknown(let raw): CodeEntry(unknown: raw)
        }
    }
}
