import Observability
import Register
import Stream
import TestSupport
import Testing
import WorkerKit

@Suite struct LivenessTests {
    @Test func laneThatTakesStepsIsAlive() {
        #expect(Health.live([.stub(), .stub(hasPolled: false)], now: 1_150 * stubSecond) == .good)
    }

    @Test func laneThatTookNoStepForTooLongIsNot() {
        #expect(
            Health.live([.stub(), .stub("renewal")], now: 1_151 * stubSecond)
                == .bad("lane numbering-a-0 has taken no step for 151 s")
        )
    }

    @Test func stepThatEndedSinceTheClockWasReadIsNoFault() {
        #expect(Health.live([.stub()], now: 999 * stubSecond) == .good)
    }

    @Test func laneThatFailedIsNamedWithItsReason() {
        let failure = LogError(.storage, .restart, "the disk is gone")
        let expected = Health.bad("lane renewal-a-1 failed: the disk is gone [storage, remedy: restart]")
        let lanes: [LaneReading] = [.stub(), .stub("renewal", lane: 1, failure: failure)]
        #expect(Health.live(lanes, now: 1_000 * stubSecond) == expected)
        #expect(Health.ready(lanes) == expected)
    }
}

@Suite struct ReadinessTests {
    @Test func lanesThatServeAllTheyWereGivenAreReady() {
        #expect(Health.ready([.stub(partitions: [.stub(0), .stub(1)])]) == .good)
    }

    /// There may be more lanes than partitions.
    @Test func laneWithoutPartitionsIsReadyOnceItHasPolled() {
        #expect(Health.ready([.stub()]) == .good)
        #expect(
            Health.ready([.stub(), .stub(lane: 1, hasPolled: false)])
                == .bad("lane numbering-a-1 has not joined its group yet")
        )
    }

    @Test func laneThatRestoresIsNotReady() {
        #expect(
            Health.ready([.stub(partitions: [.stub(0), .stub(2, rowsLeft: 1)])])
                == .bad("lane numbering-a-0 restores nu.register[2]")
        )
        // Assigned, and its changelog not looked at yet.
        #expect(
            Health.ready([.stub(partitions: [.stub(7, rowsLeft: 0), .stub(4, rowsLeft: 9)])])
                == .bad("lane numbering-a-0 restores nu.register[4] and 1 more")
        )
    }

    /// Somebody must look: no day is closed until then.
    @Test func laneWhoseCalendarStandsStillIsNotReady() {
        var partition = PartitionStatus.stub(2)
        let alarm = CalendarAlarm.receivedBehind("2026-11-01", closed: "2026-11-20")
        partition.calendar = CalendarStatus(closed: "2026-11-20", alarm: alarm)
        let lanes: [LaneReading] = [.stub("renewal", partitions: [.stub(0), partition])]
        #expect(Health.ready(lanes) == .bad("lane renewal-a-0, calendar of nu.register[2]: \(alarm)"))
        #expect(Health.live(lanes, now: 1_000 * stubSecond) == .good)
    }
}
