/// What is checked, in words. A rule of a promise; its name is stable, so that tools can filter by it.
package struct Rule: Hashable, Sendable {
    package let promise: Promise
    package let name: String
    package let english: String
    package let french: String

    package init(_ promise: Promise, _ name: String, _ english: String, _ french: String) {
        self.promise = promise
        self.name = name
        self.english = english
        self.french = french
    }
}

// The form of the log.
extension Rule {
    package static let unreadable = Rule(
        .form,
        "unreadable",
        "This record cannot be read.",
        "Cet enregistrement est illisible."
    )
    static let wrongKey = Rule(
        .form,
        "wrong-key",
        "The key of this record is not what it is about.",
        "La clé de cet enregistrement ne correspond pas à son contenu."
    )
    static let wrongPartition = Rule(
        .form,
        "wrong-partition",
        "This record stands in another partition than its key's.",
        "Cet enregistrement est dans une autre partition que celle de sa clé."
    )
    static let numberElsewhere = Rule(
        .form,
        "number-elsewhere",
        "This number belongs to another territory or partition.",
        "Ce numéro relève d’un autre territoire ou d’une autre partition."
    )
    static let dayOutOfOrder = Rule(
        .form,
        "day-out-of-order",
        "This closed day does not follow the last one.",
        "Ce jour clos ne suit pas le précédent."
    )
    static let closedEarly = Rule(
        .form,
        "closed-early",
        "These days were closed before all that was received through them was in, or without an operator’s word.",
        "Ces jours ont été clos avant que tout ce qui y avait été reçu soit inscrit, ou sans l’accord d’un exploitant."
    )
    static let unknownSubmission = Rule(
        .form,
        "unknown-submission",
        "No accepted submission stands before this fact.",
        "Aucun envoi accepté ne précède ce fait."
    )
    static let unasked = Rule(
        .form,
        "unasked",
        "This fact does not follow from what was asked.",
        "Ce fait ne découle pas de ce qui était demandé."
    )
    static let actedOutside = Rule(
        .form,
        "acted-outside",
        "A desk that acts on some communes only acted on a file that was not found to ask for one of them.",
        "Un guichet limité à certaines communes a agi sur une demande dont il n’est pas établi qu’elle en vise une."
    )
    static let unknownApplication = Rule(
        .form,
        "unknown-application",
        "No application of this number stands before this fact.",
        "Aucune demande portant ce numéro ne précède ce fait."
    )
    static let notNominative = Rule(
        .form,
        "free-text",
        "A key, a header or a text holds something else than codes, dates and numbers.",
        "Une clé, un en-tête ou un texte contient autre chose que des codes, des dates et des numéros."
    )
    static let purgedEarly = Rule(
        .form,
        "purged-early",
        "Nominative data was erased before its time.",
        "Les données nominatives ont été effacées trop tôt."
    )
    static let purgedInDispute = Rule(
        .form,
        "purged-in-dispute",
        "Nominative data was erased that a court may ask for.",
        "Des données nominatives ont été effacées pendant un litige."
    )
    static let endedInDispute = Rule(
        .form,
        "ended-in-dispute",
        "An application that a court may ask for was deleted, or merged into another one.",
        "Une demande en litige a été supprimée, ou fusionnée avec une autre."
    )
    static let notPurged = Rule(
        .form,
        "not-purged",
        "Nominative data was not erased when its time came.",
        "Les données nominatives n’ont pas été effacées à leur terme."
    )
}

// 1: numbers.
extension Rule {
    static let numberReused = Rule(
        .numbers,
        "number-reused",
        "This number had been given before.",
        "Ce numéro avait déjà été attribué."
    )
    static let numberGap = Rule(
        .numbers,
        "number-gap",
        "This number does not follow the last one of its territory.",
        "Ce numéro ne suit pas le précédent de son territoire."
    )
    static let numberComposition = Rule(
        .numbers,
        "number-composition",
        "The territory, month, year or desk of this number is not that of the filing.",
        "Le territoire, le mois, l’année ou le guichet de ce numéro n’est pas celui du dépôt."
    )
    static let importRenumbered = Rule(
        .numbers,
        "import-renumbered",
        "An imported application did not keep its number.",
        "Une demande reprise n’a pas gardé son numéro."
    )
    static let twoNumbers = Rule(
        .numbers,
        "two-numbers",
        "One submission was given two numbers.",
        "Un même envoi a reçu deux numéros."
    )
}

// 2: persons.
extension Rule {
    static let twoApplications = Rule(
        .persons,
        "two-applications",
        "A person of this application has another live one here, and no review was opened.",
        "Une personne de cette demande en a une autre, active ici, sans doublon signalé."
    )
    static let mergedStillLive = Rule(
        .persons,
        "merged-still-live",
        "Two applications were ruled to be one person's, and both are live.",
        "Deux demandes reconnues comme celles d’une même personne sont toutes deux actives."
    )
}

// 3: answers.
extension Rule {
    static let unanswered = Rule(
        .answers,
        "unanswered",
        "This submission has no final answer.",
        "Cet envoi n’a pas de réponse définitive."
    )
    static let answeredTwice = Rule(
        .answers,
        "answered-twice",
        "This submission has more than one final answer.",
        "Cet envoi a plus d’une réponse définitive."
    )
    static let answerWithoutSubmission = Rule(
        .answers,
        "answer-without-submission",
        "This answer belongs to no submission.",
        "Cette réponse ne correspond à aucun envoi."
    )
    static let answerDiffers = Rule(
        .answers,
        "answer-differs",
        "This receipt does not say what the register says.",
        "Cet accusé ne dit pas ce que dit le registre."
    )
    static let acceptedTwice = Rule(
        .answers,
        "accepted-twice",
        "This submission stands in the register twice.",
        "Cet envoi figure deux fois au registre."
    )
    static let decidedTwice = Rule(
        .answers,
        "decided-twice",
        "This submission was decided on more than once.",
        "Cet envoi a été tranché plus d’une fois."
    )
    static let repeatDiffers = Rule(
        .answers,
        "repeat-differs",
        "A submission that came again was answered differently.",
        "Un envoi répété a reçu une réponse différente."
    )
    static let rejectWithoutSubmission = Rule(
        .answers,
        "reject-without-submission",
        "This reject belongs to no submission, or is one too many.",
        "Ce rejet ne correspond à aucun envoi, ou est en trop."
    )
}

// 4: strike-offs.
extension Rule {
    static let noLegalReason = Rule(
        .strikeOffs,
        "no-legal-reason",
        "This strike-off has none of the five reasons of R441-2-8.",
        "Cette radiation n’a aucun des cinq motifs de l’article R441-2-8."
    )
    static let noLease = Rule(
        .strikeOffs,
        "no-lease",
        "RADATT without the day of the lease or the landlord's SIREN.",
        "RADATT sans date de bail ou sans SIREN du bailleur."
    )
    static let noAllocationData = Rule(
        .strikeOffs,
        "no-allocation-data",
        "RADATT without what R441-2-9 asks of leases signed since 2013.",
        "RADATT sans les données dues depuis 2013 au titre de l’article R441-2-9."
    )
    static let noRenunciation = Rule(
        .strikeOffs,
        "no-renunciation",
        "RADABA without written proof.",
        "RADABA sans preuve écrite."
    )
    static let noWarning = Rule(
        .strikeOffs,
        "no-warning",
        "RADCON or RADIRR without a standing warning of that reason and ground.",
        "RADCON ou RADIRR sans mise en garde en cours pour ce motif."
    )
    static let notTheSender = Rule(
        .strikeOffs,
        "not-the-sender",
        "RADCON by another desk than the one that sent the warning.",
        "RADCON par un autre guichet que celui qui a envoyé la mise en garde."
    )
    static let warningTooRecent = Rule(
        .strikeOffs,
        "warning-too-recent",
        "The delay after the warning was not over.",
        "Le délai suivant la mise en garde n’était pas écoulé."
    )
    static let noLapse = Rule(
        .strikeOffs,
        "no-lapse",
        "RADREN without a lapse that stands before it.",
        "RADREN sans caducité qui la précède."
    )
    static let noLawfulNotice = Rule(
        .strikeOffs,
        "no-lawful-notice",
        "No delivered notice at least a month before the end of validity.",
        "Aucun avis remis un mois au moins avant la fin de validité."
    )
    static let struckOffTwice = Rule(
        .strikeOffs,
        "struck-off-twice",
        "This application was struck off already.",
        "Cette demande était déjà radiée."
    )
    static let nothingToReinstate = Rule(
        .strikeOffs,
        "nothing-to-reinstate",
        "A strike-off was undone that does not stand, or too late.",
        "Une radiation a été annulée alors qu’elle n’existe pas, ou trop tard."
    )
    static let undoneByAnother = Rule(
        .strikeOffs,
        "undone-by-another",
        "A strike-off was undone by neither the desk that asked for it nor the manager.",
        "Une radiation a été annulée par un autre que le guichet qui l’a demandée ou le gestionnaire."
    )
    static let daloMarkLost = Rule(
        .strikeOffs,
        "dalo-mark-lost",
        "This strike-off does not say of the DALO mark what the forms said.",
        "Cette radiation ne dit pas de la marque DALO ce que disaient les formulaires."
    )
    static let warningWithoutProof = Rule(
        .strikeOffs,
        "warning-without-proof",
        "A warning without its day or its proof.",
        "Mise en garde sans date ou sans preuve."
    )
}

// 5: deadlines.
extension Rule {
    static let noticeUndue = Rule(
        .deadlines,
        "notice-undue",
        "This notice was not due on this day.",
        "Cet avis n’était pas dû ce jour."
    )
    static let noticeMissing = Rule(
        .deadlines,
        "notice-missing",
        "On this closed day a notice was due and did not come.",
        "À la clôture de ce jour un avis était dû et n’est pas venu."
    )
    static let tooManyNotices = Rule(
        .deadlines,
        "too-many-notices",
        "More notices left this day than the territory's ceiling, and this one could have waited.",
        "Il est parti ce jour plus d’avis que le plafond du territoire, et celui-ci pouvait attendre."
    )
    static let proofOfNothing = Rule(
        .deadlines,
        "proof-of-nothing",
        "This proof names no notice that was sent, or has no reference.",
        "Cette preuve ne vise aucun avis envoyé, ou n’a pas de référence."
    )
    static let endUndue = Rule(
        .deadlines,
        "end-undue",
        "This application neither lapses nor is held on this day.",
        "Cette demande n’est ni caduque ni retenue ce jour."
    )
    static let endMissing = Rule(
        .deadlines,
        "end-missing",
        "On this closed day the application should have lapsed or been held.",
        "À la clôture de ce jour la demande devait être caduque ou retenue."
    )
    static let wrongHold = Rule(
        .deadlines,
        "wrong-hold",
        "This application is held for a reason that is not so, or should be.",
        "Cette demande est retenue, ou ne l’est pas, à tort."
    )
    static let wrongValidity = Rule(
        .deadlines,
        "wrong-validity",
        "The year of validity does not count from the right day.",
        "L’année de validité ne court pas du bon jour."
    )
    static let renewedOutOfTime = Rule(
        .deadlines,
        "renewed-out-of-time",
        "This application could not be renewed on this day.",
        "Cette demande ne pouvait pas être renouvelée ce jour."
    )
    static let linkNotRenewed = Rule(
        .deadlines,
        "link-not-renewed",
        "The person came back in time, and the application was not renewed.",
        "La personne est revenue à temps et la demande n’a pas été renouvelée."
    )
    static let renewedNotReinstated = Rule(
        .deadlines,
        "renewed-not-reinstated",
        "The application was renewed in time, and the strike-off of its lapse was not undone.",
        "La demande a été renouvelée à temps et sa radiation pour non-renouvellement n’a pas été annulée."
    )
    static let lapseWithoutStrikeOff = Rule(
        .deadlines,
        "lapse-without-strike-off",
        "The application lapsed and was not struck off.",
        "La demande est caduque et n’a pas été radiée."
    )
}

// 6: statistics.
extension Rule {
    static let cellUnbalanced = Rule(
        .statistics,
        "cell-unbalanced",
        "The stock at the end is not the stock at the start, plus entries, minus exits.",
        "Le stock de fin n’est pas le stock de début plus les entrées moins les sorties."
    )
    static let cellUnchained = Rule(
        .statistics,
        "cell-unchained",
        "The stock at the start is not the stock at the end of the day before.",
        "Le stock de début n’est pas le stock de fin du jour précédent."
    )
    static let monthDiffers = Rule(
        .statistics,
        "month-differs",
        "This month is not the sum of its days.",
        "Ce mois n’est pas la somme de ses jours."
    )
    static let recountDiffers = Rule(
        .statistics,
        "recount-differs",
        "This day is not what the register counts.",
        "Ce jour n’est pas ce que compte le registre."
    )
    static let cellMissing = Rule(
        .statistics,
        "cell-missing",
        "This day's figures were not published.",
        "Les chiffres de ce jour n’ont pas été publiés."
    )
    static let cellChanged = Rule(
        .statistics,
        "cell-changed",
        "A published cell changed.",
        "Une case publiée a changé."
    )
}

// 7: seniority.
extension Rule {
    static let initialDayDiffers = Rule(
        .seniority,
        "initial-day-differs",
        "The initial day is not that of the first filing.",
        "La date initiale n’est pas celle du premier dépôt."
    )
    static let receiptDayDiffers = Rule(
        .seniority,
        "receipt-day-differs",
        "This receipt gives another first filing day than the register.",
        "Cet accusé donne une autre date de premier dépôt que le registre."
    )
}

// 8: state. Checked where the workers are known.
extension Rule {
    package static let stateDiffers = Rule(
        .state,
        "state-differs",
        "This row of the state is not what the register makes it.",
        "Cette ligne d’état n’est pas ce qu’en fait le registre."
    )
    package static let stateUnreadable = Rule(
        .state,
        "state-unreadable",
        "The state cannot be restored.",
        "L’état ne peut pas être restauré."
    )
    package static let outputLost = Rule(
        .state,
        "output-lost",
        "A worker decided this, and it is not in the log.",
        "Un module l’a décidé, et ce n’est pas au journal."
    )
    package static let outputUndecided = Rule(
        .state,
        "output-undecided",
        "The log holds this, and no worker decided it, or only once.",
        "Le journal le contient, et aucun module ne l’a décidé, ou une seule fois."
    )
}

// 9: erasure.
extension Rule {
    static let keyLeft = Rule(
        .erasure,
        "key-left",
        "This form is of a purged or deleted application, or was refused, and its key is still there.",
        "Ce formulaire est d’une demande effacée ou supprimée, ou fut refusé, et sa clé est toujours là."
    )
    static let keyMissing = Rule(
        .erasure,
        "key-missing",
        "The key of this form is gone, and its application is not purged.",
        "La clé de ce formulaire a disparu alors que sa demande n’est pas effacée."
    )
    static let droppedKeyReadable = Rule(
        .erasure,
        "dropped-key-readable",
        "This key was dropped long ago and can still be read in nu.keys: the log does not compact it away.",
        "Cette clé a été supprimée il y a longtemps et se lit encore dans nu.keys : le journal ne la compacte pas."
    )
    static let formDoesNotOpen = Rule(
        .erasure,
        "form-does-not-open",
        "This form does not open with its key and the master keys given.",
        "Ce formulaire ne s’ouvre pas avec sa clé et les clés maîtresses données."
    )
    static let formOpen = Rule(
        .erasure,
        "form-open",
        "Names or addresses stand open in a sealed register.",
        "Des noms ou adresses sont en clair dans un registre scellé."
    )
    static let otherComparison = Rule(
        .erasure,
        "other-comparison",
        "Persons are compared by another secret here than before.",
        "Les personnes sont comparées ici par un autre secret qu’avant."
    )
    static let rowLeft = Rule(
        .erasure,
        "row-left",
        "This row of a worker’s state still names a purged application or person.",
        "Cette ligne d’état désigne encore une demande ou une personne effacée."
    )
}
