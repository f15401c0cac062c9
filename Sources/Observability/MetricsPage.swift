import Register
import Stream
import WorkerKit

extension Reading {
    /// The page that Prometheus reads: text format 0.0.4.
    package var metricsPage: String { families.map(\.text).joined() }

    private var families: [MetricFamily] {
        [
            count("nu_records_in_total", "Records read. Those of a round that was undone count again.") {
                $0.recordsIn
            },
            count("nu_records_out_total", "Records committed, rows of the changelog included.") { $0.recordsOut },
            count("nu_rejects_total", "Records committed to nu.rejects.") { $0.rejects },
            byDesk(
                "nu_refused_signatures_total",
                "Submissions refused for their signature, by desk. Those of a round that was undone count again.",
            ) { $0.refusedSignatures },
            byDesk(
                "nu_late_receptions_total",
                "Submissions registered ex officio, received longer ago than desks may say, by desk. Those of a round that "
                    + "was undone count again.",
            ) { $0.lateReceptions },
            commitDurations,
            aborts,
            count("nu_restored_rows_total", "Rows of the changelog read into tables.") { $0.rowsRestored },
            count(
                "nu_stale_offsets_total",
                "Partitions assigned whose committed offset was missing or older than their state."
            ) {
                $0.staleOffsets
            },
            gauge("nu_stopped_partitions", "Partitions that stopped at a record of the register that cannot be read.") {
                Int64($0.count { $0.stopped != nil })
            },
            gauge("nu_restore_rows_remaining", "Rows still to be read before all partitions are served, at most.") {
                $0.reduce(0) { $0 + ($1.rowsLeft ?? 0) }
            },
            gauge("nu_assigned_partitions", "Partitions that a lane serves or restores.") { Int64($0.count) },
            leftOut,
            numbersUsed,
            calendarDays,
            calendarAlarms,
            lag,
            groupLag,
            groupLagSum,
            one("nu_process_cpu_seconds_total", .counter, "Processor time used.", "\(process.cpuSeconds)"),
            one("nu_process_resident_bytes", .gauge, "Resident memory.", "\(process.residentBytes)"),
            one("nu_process_start_time_seconds", .gauge, "Start, in seconds since 1970.", "\(process.startedAt)"),
            one(
                "nu_build_info",
                .gauge,
                "Always 1; the label says which version runs.",
                "1",
                [
                    ("version", process.version)
                ]
            ),
        ]
    }
}

extension LaneStatus {
    fileprivate var inOrder: [PartitionStatus] { partitions.sorted { $0.partition < $1.partition } }
}

// MARK: - Lanes

extension Reading {
    private func count(_ name: String, _ help: String, _ value: (LaneCounters) -> Int) -> MetricFamily {
        var family = MetricFamily(name, .counter, help)
        for lane in lanes { family.add(lane.labels, "\(value(lane.status.counters))") }
        return family
    }

    private func gauge(_ name: String, _ help: String, _ value: ([PartitionStatus]) -> Int64) -> MetricFamily {
        var family = MetricFamily(name, .gauge, help)
        for lane in lanes { family.add(lane.labels, "\(value(lane.status.partitions))") }
        return family
    }

    private var commitDurations: MetricFamily {
        var family = MetricFamily("nu_commit_duration_seconds", .histogram, "Time of commits that went through.")
        for lane in lanes {
            let histogram = lane.status.counters.commitDurations
            var sum = 0
            for (bound, count) in zip(DurationHistogram.bounds, histogram.counts) {
                sum += count
                // Whole numbers as Prometheus writes them.
                let le = bound == bound.rounded() ? "\(Int(bound))" : "\(bound)"
                family.add(lane.labels + [("le", le)], "\(sum)", suffix: "_bucket")
            }
            family.add(lane.labels + [("le", "+Inf")], "\(histogram.count)", suffix: "_bucket")
            family.add(lane.labels, "\(histogram.seconds)", suffix: "_sum")
            family.add(lane.labels, "\(histogram.count)", suffix: "_count")
        }
        return family
    }

    private func byDesk(_ name: String, _ help: String, _ counts: (LaneCounters) -> [String: Int]) -> MetricFamily {
        var family = MetricFamily(name, .counter, help)
        for lane in lanes {
            for (desk, count) in counts(lane.status.counters).sorted(by: { $0.key < $1.key }) {
                family.add(lane.labels + [("desk", desk)], "\(count)")
            }
        }
        return family
    }

    private var leftOut: MetricFamily {
        var family = MetricFamily(
            "nu_doubles_left_out",
            .gauge,
            "What the search for doubles left out in a territory since its register began.",
        )
        for lane in lanes {
            for left in lane.status.inOrder.flatMap(\.leftOut) {
                for (what, count) in [
                    ("blocks", left.blocks), ("applications", left.applications), ("reviews", left.reviews),
                ] {
                    family.add(lane.labels + [("territory", left.territory.code), ("what", what)], "\(count)")
                }
            }
        }
        return family
    }

    private var numbersUsed: MetricFamily {
        var family = MetricFamily(
            "nu_number_space_used_ratio",
            .gauge,
            "Numbers given in a territory since the first filing of its latest month, of the million that a desk has for it.",
        )
        for lane in lanes {
            for used in lane.status.inOrder.flatMap(\.numbersUsed) {
                family.add(lane.labels + [("territory", used.territory.code)], "\(used.ratio)")
            }
        }
        return family
    }

    private var calendarDays: MetricFamily {
        var family = MetricFamily(
            "nu_calendar_closed_seconds",
            .gauge,
            "Of renewal the last day closed, of intake the last day that is in the register whole: its start in UTC.",
        )
        for lane in lanes {
            for status in lane.status.inOrder {
                guard let day = status.calendar?.closed else { continue }
                family.add(lane.labels + status.partition.labels, "\(Int64(day.days) * 86_400)")
            }
        }
        return family
    }

    private var calendarAlarms: MetricFamily {
        var family = MetricFamily(
            "nu_calendar_alarm",
            .gauge,
            "Partitions whose calendar stands still or cannot be trusted, by what is wrong.",
        )
        for lane in lanes where lane.status.partitions.contains(where: { $0.calendar != nil }) {
            let alarms = lane.status.partitions.compactMap { $0.calendar?.alarm?.reason }
            for reason in CalendarAlarm.reasons {
                family.add(lane.labels + [("reason", reason)], "\(alarms.count { $0 == reason })")
            }
        }
        return family
    }

    private var aborts: MetricFamily {
        var family = MetricFamily("nu_aborts_total", .counter, "Rounds undone, by what their error asked for.")
        for lane in lanes {
            for remedy in LogError.Remedy.allCases {
                let count = lane.status.counters.aborts[remedy] ?? 0
                family.add(lane.labels + [("remedy", remedy.rawValue)], "\(count)")
            }
        }
        return family
    }
}

// MARK: - Lag

extension Reading {
    private struct Lag {
        var worker: String
        var group: String
        var partition: TopicPartition
        /// Nil where the log did not answer: a gap in a graph is the truth then, and a zero would not be.
        var records: Int64?
    }

    private var lags: [Lag] {
        var lags: [Lag] = []
        var places: [String: Int] = [:]
        for lane in lanes {
            for status in lane.status.inOrder {
                let lag = Lag(
                    worker: lane.worker,
                    group: lane.group,
                    partition: status.partition,
                    records: ends[status.partition].map { max(0, $0 - status.position) },
                )
                // Two lanes may name a partition while it goes from one to the other, and a series may stand here once.
                let key = "\(lane.group) \(status.partition)"
                if let place = places[key] {
                    lags[place].records = both(lags[place].records, lag.records, max)
                } else {
                    places[key] = lags.count
                    lags.append(lag)
                }
            }
        }
        return lags
    }

    private var lag: MetricFamily {
        var family = MetricFamily("nu_lag_records", .gauge, "Records of a partition that are still to be processed.")
        for lag in lags {
            if let records = lag.records { family.add([("worker", lag.worker)] + lag.partition.labels, "\(records)") }
        }
        return family
    }

    /// The same under the name that kafka_exporter made common: alerts and scalers know it.
    private var groupLag: MetricFamily {
        var family = MetricFamily("kafka_consumergroup_lag", .gauge, "As nu_lag_records, by consumer group.")
        for lag in lags {
            guard let records = lag.records else { continue }
            family.add([("consumergroup", lag.group)] + lag.partition.labels, "\(records)")
        }
        return family
    }

    private var groupLagSum: MetricFamily {
        var family = MetricFamily("kafka_consumergroup_lag_sum", .gauge, "Sum over this process's partitions.")
        var sums: [(group: String, topic: String, records: Int64?)] = []
        for lag in lags {
            if let place = sums.firstIndex(where: { $0.group == lag.group && $0.topic == lag.partition.topic }) {
                sums[place].records = both(sums[place].records, lag.records, +)
            } else {
                sums.append((lag.group, lag.partition.topic, lag.records))
            }
        }
        for sum in sums {
            // A sum of what is known would look like less work than there is.
            guard let records = sum.records else { continue }
            family.add([("consumergroup", sum.group), ("topic", sum.topic)], "\(records)")
        }
        return family
    }

    private func both(_ left: Int64?, _ right: Int64?, _ join: (Int64, Int64) -> Int64) -> Int64? {
        guard let left, let right else { return nil }
        return join(left, right)
    }
}

// MARK: - Process

extension Reading {
    private func one(
        _ name: String,
        _ kind: MetricFamily.Kind,
        _ help: String,
        _ value: String,
        _ labels: [(String, String)] = [],
    ) -> MetricFamily {
        var family = MetricFamily(name, kind, help)
        family.add(labels, value)
        return family
    }
}

extension LaneReading {
    fileprivate var labels: [(String, String)] { [("worker", worker), ("lane", "\(lane)")] }
}

extension TopicPartition {
    fileprivate var labels: [(String, String)] { [("topic", topic), ("partition", "\(partition)")] }
}
