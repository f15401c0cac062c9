import Observability
import Register
import Stream
import TestSupport
import Testing
import WorkerKit

/// What Prometheus reads, to the last byte.
@Suite struct MetricsPageTests {
    @Test func theWholePageOfOneLane() {
        var counters = LaneCounters()
        counters.recordsIn = 120
        counters.recordsOut = 300
        counters.rejects = 2
        counters.refusedSignatures = ["G5902": 1, "G5901": 3]
        counters.lateReceptions = ["G5900": 2]
        counters.rowsRestored = 7_000
        counters.aborts = [.abort: 1]
        for nanoseconds in [1_000_000, 1_000_001, 30_000_000, 11_000_000_000] as [UInt64] {
            counters.commitDurations.record(nanoseconds: nanoseconds)
        }
        var partitions: [PartitionStatus] = [.stub(3, position: 40), .stub(1, position: 9, rowsLeft: 250)]
        partitions[0].leftOut = [LeftOut(territory: .pasDeCalais, blocks: 5, applications: 1, reviews: 2)]
        partitions[0].numbersUsed = [NumbersUsed(territory: .pasDeCalais, count: 250_000)]
        let alarm = CalendarAlarm.daysMissing(from: "2012-04-13", through: "2012-06-01")
        partitions[0].calendar = CalendarStatus(closed: "2012-04-12", alarm: alarm)
        let reading = Reading(
            process: .stub(),
            lanes: [.stub(partitions: partitions, counters: counters)],
            ends: [.stub(1): 10, .stub(3): 45],
        )
        #expect(
            reading.metricsPage == """
                # HELP nu_records_in_total Records read. Those of a round that was undone count again.
                # TYPE nu_records_in_total counter
                nu_records_in_total{worker="numbering",lane="0"} 120
                # HELP nu_records_out_total Records committed, rows of the changelog included.
                # TYPE nu_records_out_total counter
                nu_records_out_total{worker="numbering",lane="0"} 300
                # HELP nu_rejects_total Records committed to nu.rejects.
                # TYPE nu_rejects_total counter
                nu_rejects_total{worker="numbering",lane="0"} 2
                # HELP nu_refused_signatures_total Submissions refused for their signature, by desk. Those of a round that was undone count again.
                # TYPE nu_refused_signatures_total counter
                nu_refused_signatures_total{worker="numbering",lane="0",desk="G5901"} 3
                nu_refused_signatures_total{worker="numbering",lane="0",desk="G5902"} 1
                # HELP nu_late_receptions_total Submissions registered ex officio, received longer ago than desks may say, by desk. Those of a round that was undone count again.
                # TYPE nu_late_receptions_total counter
                nu_late_receptions_total{worker="numbering",lane="0",desk="G5900"} 2
                # HELP nu_commit_duration_seconds Time of commits that went through.
                # TYPE nu_commit_duration_seconds histogram
                nu_commit_duration_seconds_bucket{worker="numbering",lane="0",le="0.001"} 1
                nu_commit_duration_seconds_bucket{worker="numbering",lane="0",le="0.0025"} 2
                nu_commit_duration_seconds_bucket{worker="numbering",lane="0",le="0.005"} 2
                nu_commit_duration_seconds_bucket{worker="numbering",lane="0",le="0.01"} 2
                nu_commit_duration_seconds_bucket{worker="numbering",lane="0",le="0.025"} 2
                nu_commit_duration_seconds_bucket{worker="numbering",lane="0",le="0.05"} 3
                nu_commit_duration_seconds_bucket{worker="numbering",lane="0",le="0.1"} 3
                nu_commit_duration_seconds_bucket{worker="numbering",lane="0",le="0.25"} 3
                nu_commit_duration_seconds_bucket{worker="numbering",lane="0",le="0.5"} 3
                nu_commit_duration_seconds_bucket{worker="numbering",lane="0",le="1"} 3
                nu_commit_duration_seconds_bucket{worker="numbering",lane="0",le="2.5"} 3
                nu_commit_duration_seconds_bucket{worker="numbering",lane="0",le="5"} 3
                nu_commit_duration_seconds_bucket{worker="numbering",lane="0",le="10"} 3
                nu_commit_duration_seconds_bucket{worker="numbering",lane="0",le="+Inf"} 4
                nu_commit_duration_seconds_sum{worker="numbering",lane="0"} 11.032000001
                nu_commit_duration_seconds_count{worker="numbering",lane="0"} 4
                # HELP nu_aborts_total Rounds undone, by what their error asked for.
                # TYPE nu_aborts_total counter
                nu_aborts_total{worker="numbering",lane="0",remedy="retry"} 0
                nu_aborts_total{worker="numbering",lane="0",remedy="abort"} 1
                nu_aborts_total{worker="numbering",lane="0",remedy="restart"} 0
                # HELP nu_restored_rows_total Rows of the changelog read into tables.
                # TYPE nu_restored_rows_total counter
                nu_restored_rows_total{worker="numbering",lane="0"} 7000
                # HELP nu_stale_offsets_total Partitions assigned whose committed offset was missing or older than their state.
                # TYPE nu_stale_offsets_total counter
                nu_stale_offsets_total{worker="numbering",lane="0"} 0
                # HELP nu_stopped_partitions Partitions that stopped at a record of the register that cannot be read.
                # TYPE nu_stopped_partitions gauge
                nu_stopped_partitions{worker="numbering",lane="0"} 0
                # HELP nu_restore_rows_remaining Rows still to be read before all partitions are served, at most.
                # TYPE nu_restore_rows_remaining gauge
                nu_restore_rows_remaining{worker="numbering",lane="0"} 250
                # HELP nu_assigned_partitions Partitions that a lane serves or restores.
                # TYPE nu_assigned_partitions gauge
                nu_assigned_partitions{worker="numbering",lane="0"} 2
                # HELP nu_doubles_left_out What the search for doubles left out in a territory since its register began.
                # TYPE nu_doubles_left_out gauge
                nu_doubles_left_out{worker="numbering",lane="0",territory="062",what="blocks"} 5
                nu_doubles_left_out{worker="numbering",lane="0",territory="062",what="applications"} 1
                nu_doubles_left_out{worker="numbering",lane="0",territory="062",what="reviews"} 2
                # HELP nu_number_space_used_ratio Numbers given in a territory since the first filing of its latest month, of the million that a desk has for it.
                # TYPE nu_number_space_used_ratio gauge
                nu_number_space_used_ratio{worker="numbering",lane="0",territory="062"} 0.25
                # HELP nu_calendar_closed_seconds Of renewal the last day closed, of intake the last day that is in the register whole: its start in UTC.
                # TYPE nu_calendar_closed_seconds gauge
                nu_calendar_closed_seconds{worker="numbering",lane="0",topic="nu.register",partition="3"} 1334188800
                # HELP nu_calendar_alarm Partitions whose calendar stands still or cannot be trusted, by what is wrong.
                # TYPE nu_calendar_alarm gauge
                nu_calendar_alarm{worker="numbering",lane="0",reason="clock_ahead"} 0
                nu_calendar_alarm{worker="numbering",lane="0",reason="clock_behind"} 0
                nu_calendar_alarm{worker="numbering",lane="0",reason="days_missing"} 1
                nu_calendar_alarm{worker="numbering",lane="0",reason="received_behind"} 0
                # HELP nu_lag_records Records of a partition that are still to be processed.
                # TYPE nu_lag_records gauge
                nu_lag_records{worker="numbering",topic="nu.register",partition="1"} 1
                nu_lag_records{worker="numbering",topic="nu.register",partition="3"} 5
                # HELP kafka_consumergroup_lag As nu_lag_records, by consumer group.
                # TYPE kafka_consumergroup_lag gauge
                kafka_consumergroup_lag{consumergroup="nu.numbering",topic="nu.register",partition="1"} 1
                kafka_consumergroup_lag{consumergroup="nu.numbering",topic="nu.register",partition="3"} 5
                # HELP kafka_consumergroup_lag_sum Sum over this process's partitions.
                # TYPE kafka_consumergroup_lag_sum gauge
                kafka_consumergroup_lag_sum{consumergroup="nu.numbering",topic="nu.register"} 6
                # HELP nu_process_cpu_seconds_total Processor time used.
                # TYPE nu_process_cpu_seconds_total counter
                nu_process_cpu_seconds_total 12.25
                # HELP nu_process_resident_bytes Resident memory.
                # TYPE nu_process_resident_bytes gauge
                nu_process_resident_bytes 45244416
                # HELP nu_process_start_time_seconds Start, in seconds since 1970.
                # TYPE nu_process_start_time_seconds gauge
                nu_process_start_time_seconds 1790000000.5
                # HELP nu_build_info Always 1; the label says which version runs.
                # TYPE nu_build_info gauge
                nu_build_info{version="1.2.3"} 1

                """
        )
    }

    @Test func eachFamilyIsIntroducedOnceHoweverManyLanesThereAre() {
        let lanes: [LaneReading] = ["intake", "numbering"].flatMap { worker in
            (0..<3).map { .stub(worker, lane: $0, partitions: [.stub($0)]) }
        }
        let page = Reading(process: .stub(), lanes: lanes, ends: [.stub(0): 1, .stub(1): 1]).metricsPage
        for keyword in ["# HELP ", "# TYPE "] {
            let names = page.split(separator: "\n").filter { $0.hasPrefix(keyword) }.map { $0.split(separator: " ")[2] }
            #expect(names.count == 23)
            #expect(Set(names).count == names.count)
        }
        #expect(series(page, of: "nu_records_in_total").count == 6)
    }

    @Test func labelsAreEscaped() {
        let page = Reading(process: .stub(version: "1\\2 \"beta\"\nx"), lanes: [], ends: [:]).metricsPage
        #expect(series(page, of: "nu_build_info") == [#"nu_build_info{version="1\\2 \"beta\"\nx"} 1"#])
    }

    @Test func lagIsNeverBelowZero() {
        let reading = Reading(
            process: .stub(),
            lanes: [.stub(partitions: [.stub(0, position: 9)])],
            ends: [.stub(0): 8]
        )
        #expect(series(reading.metricsPage, of: "nu_lag_records").map { $0.hasSuffix(" 0") } == [true])
    }

    /// A gap in a graph is the truth where the log did not answer; a zero would say that all is done.
    @Test func lagThatIsNotKnownIsLeftOut() {
        let lanes: [LaneReading] = [.stub(partitions: [.stub(0), .stub(1)])]
        let page = Reading(process: .stub(), lanes: lanes, ends: [.stub(0): 3]).metricsPage
        #expect(series(page, of: "nu_lag_records").count == 1)
        #expect(series(page, of: "kafka_consumergroup_lag_sum").isEmpty)
    }

    /// A lane that has lost a partition finds out at its next poll; its successor may name it before.
    @Test func partitionOfTwoLanesStandsOnThePageOnce() {
        let lanes: [LaneReading] = [
            .stub(lane: 0, partitions: [.stub(0, position: 5)]), .stub(lane: 1, partitions: [.stub(0, position: 3)]),
        ]
        let page = Reading(process: .stub(), lanes: lanes, ends: [.stub(0): 8]).metricsPage
        let expected = #"nu_lag_records{worker="numbering",topic="nu.register",partition="0"} 5"#
        #expect(series(page, of: "nu_lag_records") == [expected])
        #expect(series(page, of: "kafka_consumergroup_lag_sum").map { $0.hasSuffix(" 5") } == [true])
    }

    private func series(_ page: String, of name: String) -> [String] {
        page.split(separator: "\n").filter { $0.hasPrefix(name + "{") }.map(String.init)
    }
}
