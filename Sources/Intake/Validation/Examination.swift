import Register
import Schemas
import WorkerKit

/// One walk over a submission, in the order of the form: puts each field in its normal form, then says what is wrong with
/// it. It never stops at an error, so a clerk reads all of them at once.
///
/// A field that the law leaves open blocks nothing by being absent. A block that is absent is examined as an empty one,
/// so that what must be there is named field by field.
struct Examination {
    let settings: IntakeSettings
    let references: IntakeReferences
    /// Who asks.
    let desk: Desk
    /// The day in Paris the submission was published.
    let published: CivilDate

    /// The day it was received, by which everything in it is judged.
    var day: CivilDate
    var territory: Territory?
    /// The application it concerns, when it names one.
    var number: UniqueNumber?
    /// The ministry's interface has none.
    var hasPlaceForAgent = true
    /// A file of the former system: it may be older than the register.
    var isImport = false
    /// Received longer before its publication than desks may say.
    var isLate = false
    /// Of the form being examined.
    var version: FormVersion = .unknown("")

    private(set) var anomalies: [Anomaly] = []
    private var path = FieldPath()

    init(_ settings: IntakeSettings, _ references: IntakeReferences, desk: Desk, published: CivilDate) {
        self.settings = settings
        self.references = references
        self.desk = desk
        self.published = published
        self.day = published
    }

    /// Something is wrong with this field of the block being examined.
    mutating func refuse(_ code: AnomalyCode, _ field: StaticString, item: Int? = nil) {
        guard !hasEnough else { return }
        anomalies.append(Anomaly(code: code, path: path.text(to: field, item: item)))
    }

    /// Something is wrong with the block being examined as a whole.
    mutating func refuse(_ code: AnomalyCode) {
        guard !hasEnough else { return }
        anomalies.append(Anomaly(code: code, path: path.text()))
    }

    /// More than a receipt names: so that it says that there are more, and nothing is kept of the others.
    private var hasEnough: Bool { anomalies.count > [Anomaly].namedMax + 1 }

    mutating func within(_ field: StaticString, item: Int? = nil, _ examine: (inout Examination) -> Void) {
        path.enter(field, item: item)
        examine(&self)
        path.leave()
    }

    /// Examines each item, or none of a list that is too long.
    mutating func each<Item>(
        _ items: inout [Item],
        _ field: StaticString,
        max: Int,
        _ examine: (inout Examination, inout Item) -> Void,
    ) {
        guard items.count <= max else { return refuse(.tooMany, field) }
        for index in items.indices {
            path.enter(field, item: index)
            examine(&self, &items[index])
            path.leave()
        }
    }
}
