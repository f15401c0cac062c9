import Register
import Schemas
import WorkerKit

/// What the register says of an application, read record by record.
struct AuditedApplication {
    /// Where an application stands in its year of validity, as the days closed so far make it.
    enum Stage: UInt8 {
        case live
        /// Its day is over: a lapse or a hold must follow.
        case ending
        case held
        case lapsed
        /// A strike-off for non-renewal was undone.
        case reinstated
        case ended
    }

    let number: UniqueNumber
    let creator: SubmissionID
    let partition: Int32
    /// Where it was registered.
    let offset: Int64
    /// The first filing.
    let initial: CivilDate
    /// The filing or the last renewal.
    var start: CivilDate
    var persons: [PersonKey]
    var commune: UInt32

    // Life: ended by a lapse that counts, a strike-off or a deletion.
    var isLive = true
    /// Where its deletion stands.
    var deletedAt = Int64.max
    /// What the purge of a merged one is counted from; it can be undone until then. And where it stood.
    var mergedDay: CivilDate?
    var mergedStage = Stage.live

    // Deadlines.
    var stage = Stage.live
    /// Where the last strike-off, deletion or reinstatement stands.
    var turnedAt: Int64 = -1
    var noticed: CivilDate?
    /// The second notice is sent, or awaited.
    var isReminded = false
    /// The notices of this validity, as their facts tell.
    var sendings: [NoticeSending] = []
    var reach: Reach = []
    /// Where what is known of its reach last changed: a modification, or what a renewal was decided on.
    var reachedAt: Int64 = -1

    // Strike-offs.
    var struckReason: UInt8 = 0
    /// What its purge and the delay to undo it are counted from.
    var struckFrom = CivilDate(days: 0)
    /// Renewed in time, though it lapsed before that was read; its strike-off is being undone.
    var isRenewedSince = false
    var lapseNoticed: CivilDate?
    /// The proof of that notice, where it has one.
    var lapseProof = ""
    /// Its last lapse rests on a notice that the law accepts.
    var isLapseLawful = false
    var isPurged = false
    /// Where it stands that it ended, by what its last strike-off or merge says.
    var outAt: Int64 = -1
    /// Where its last lapse stands.
    var lapsedAt: Int64 = -1
    var warnedReason: UInt8 = 0
    /// Of an inadmissibility, as `InadmissibilityGround.figure`.
    var warnedGround: UInt8 = 0
    var warnedDay = CivilDate(days: 0)
    var struckDesk: DeskCode?
    var warnedDesk: DeskCode?
    /// Where the first fact stands whose form bore a DALO mark; and the first link, which may not count.
    var daloAt = Int64.max
    var daloLinkedAt = Int64.max
    /// A court may ask for it.
    var isKept = false
    private var dispute = Dispute()
    /// Where a dispute began, ended, began again.
    private var disputeTurns: [Int64] = []
    /// Where the submission that brought the warning stands.
    var warnedAt: Int64 = -1
    /// Where its last modification or renewal stands: an answer to any warning before.
    var answeredAt: Int64 = -1

    init(
        number: UniqueNumber,
        creator: SubmissionID,
        partition: Int32,
        offset: Int64,
        initial: CivilDate,
        start: CivilDate,
        persons: [PersonKey],
        commune: UInt32,
    ) {
        self.number = number
        self.creator = creator
        self.partition = partition
        self.offset = offset
        self.initial = initial
        self.start = start
        self.persons = persons
        self.commune = commune
    }

    mutating func changeDispute(at offset: Int64, _ change: (inout Dispute) -> Void) {
        let wasOpen = dispute.isOpen
        change(&dispute)
        if dispute.isOpen != wasOpen { disputeTurns.append(offset) }
    }

    /// By what stands before there.
    func isDisputed(at offset: Int64) -> Bool { disputeTurns.count { $0 < offset } % 2 == 1 }

    var isDeleted: Bool { deletedAt != .max }
    var isStruckOff: Bool { struckReason != 0 }
    var isStruckOffForLapse: Bool { struckReason == StrikeOffReason.notRenewed.figure }
    /// Counted out of the stock.
    var isOut: Bool { isDeleted || isStruckOff || isMerged }
    var isMerged: Bool { mergedDay != nil }
    /// What its purge is counted from.
    var purgedFrom: CivilDate? { mergedDay ?? (isStruckOff ? struckFrom : nil) }
}

extension StrikeOffReason {
    /// A figure from 1 to 5, 0 for what the law does not know.
    var figure: UInt8 {
        switch self {
        case .allocated: 1
        case .renounced: 2
        case .noAnswer: 3
        case .inadmissible: 4
        case .notRenewed: 5
        case .unknown: 0
        }
    }
}
