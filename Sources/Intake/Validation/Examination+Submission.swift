import Register
import Schemas
import WorkerKit

extension Examination {
    /// The submission id and the desk's code were read before: without them nobody could be answered.
    mutating func examine(_ submission: inout WireSubmission) {
        examineDesk(asking: submission.request)
        text(
            &submission.agent,
            "agent",
            max: settings.agentLengthMax,
            missing: mustNameAgent(submission.request.submissionKind) ? .agentMissing : nil,
        )
        examineTerritory(submission.territory)
        isImport = submission.request.submissionKind == .import
        examineReception(&submission)
        examineConvention()
        within("request") { $0.examine(&submission.request) }
    }

    /// Every decision names who took it (arrêté of 23 March 2015, §8). On the portal the applicant acts, and what became of a
    /// letter is the provider's word.
    private func mustNameAgent(_ kind: WireSubmissionKind) -> Bool {
        guard settings.isAgentRequired, hasPlaceForAgent, desk.kind != .portal else { return false }
        return kind != .undeliverableLetter && kind != .noticeProof
    }

    private mutating func examineTerritory(_ code: String) {
        territory = Territory(code: Text.code(code))
        guard let territory else {
            return refuse(Text.tidied(code).isEmpty ? .missingField : .unknownTerritory, "territory")
        }
        if !desk.territories.contains(territory) { refuse(.deskLacksTerritory, "territory") }
    }

    private mutating func examineReception(_ submission: inout WireSubmission) {
        guard let received = date(&submission.receivedOn, "received_on") else { return }
        guard received <= published else { return refuse(.receivedInFuture, "received_on") }
        day = received
        let oldest = published.adding(days: -settings.receptionAgeDaysMax)
        if received < settings.firstFilingMin {
            refuse(.receivedTooLongAgo, "received_on")
        } else if received < oldest, !isImport {
            examineLateness(&submission)
        }
    }

    /// Registration ex officio (CCH, L441-2-1): an application that was filed and not registered in time takes the day it was
    /// filed. Seniority hangs on that day, so a desk cannot give it by itself.
    private mutating func examineLateness(_ submission: inout WireSubmission) {
        guard desk.kind == .manager || desk.kind == .state else {
            return refuse(.receivedTooLongAgo, "received_on")
        }
        isLate = true
        guard submission.hasLateReception else { return refuse(.lateReceptionUnexplained, "late_reception") }
        within("late_reception") {
            $0.text(
                &submission.lateReception.reason,
                "reason",
                max: $0.settings.wordsLengthMax,
                missing: .lateReceptionUnexplained,
            )
            $0.text(
                &submission.lateReception.reference,
                "reference",
                max: $0.settings.referenceLengthMax,
                missing: .lateReceptionUnexplained,
            )
        }
    }

    private mutating func examine(_ request: inout WireRequest) {
        switch request.kind {
        case .creation: within("creation") { $0.examine(&request.creation) }
        case .separation: within("separation") { $0.examine(&request.separation) }
        case .modification: within("modification") { $0.examine(&request.modification) }
        case .renewal: within("renewal") { $0.examine(&request.renewal) }
        case .strikeOff: within("strike_off") { $0.examine(&request.strikeOff) }
        case .reinstatement: within("reinstatement") { $0.examine(&request.reinstatement) }
        case .deletion: within("deletion") { $0.examine(&request.deletion) }
        case .import: within("import") { $0.examine(&request.import) }
        case .undeliverableLetter: within("undeliverable_letter") { $0.examine(&request.undeliverableLetter) }
        case .reviewDecision: within("review_decision") { $0.examine(&request.reviewDecision) }
        case .warning: within("warning") { $0.examine(&request.warning) }
        case .noticeProof: within("notice_proof") { $0.examine(&request.noticeProof) }
        case .litigationHold: within("litigation_hold") { $0.examine(&request.litigationHold) }
        case nil: refuse(.noKind)
        }
    }
}
