/// Allocated dwelling, by number of main rooms, as in the social-housing directory (RPLS).
package enum RentedDwellingType: Code {
    case t1, t2, t3, t4, t5, t6, t7, t8, t9OrMore
    case unknown(String)

    package static let known: CodeList<Self> = [.t1, .t2, .t3, .t4, .t5, .t6, .t7, .t8, .t9OrMore]

    package var entry: CodeEntry {
        switch self {
        case .t1: CodeEntry("T1", "T1 (1 pièce)", "T1 (1 room)")
        case .t2: CodeEntry("T2", "T2 (2 pièces)", "T2 (2 rooms)")
        case .t3: CodeEntry("T3", "T3 (3 pièces)", "T3 (3 rooms)")
        case .t4: CodeEntry("T4", "T4 (4 pièces)", "T4 (4 rooms)")
        case .t5: CodeEntry("T5", "T5 (5 pièces)", "T5 (5 rooms)")
        case .t6: CodeEntry("T6", "T6 (6 pièces)", "T6 (6 rooms)")
        case .t7: CodeEntry("T7", "T7 (7 pièces)", "T7 (7 rooms)")
        case .t8: CodeEntry("T8", "T8 (8 pièces)", "T8 (8 rooms)")
        case .t9OrMore: CodeEntry("T9P", "T9 et plus", "T9 and more")
        case .unknown(let raw): CodeEntry(unknown: raw)
        }
    }
}
