import Benchmark
import BenchmarkSupport

/// Every workload of the register as a benchmark.
let benchmarks: @Sendable () -> Void = {
    for workload in Workload.all { measure(workload) }
}

private let recordsPerSecond = BenchmarkMetric.custom("records / s", polarity: .prefersLarger, useScalingFactor: false)

/// No thresholds: times on a shared machine are for comparing, and stop nobody's work.
private func measure(_ workload: Workload) {
    var configuration = Benchmark.Configuration(metrics: [.wallClock, .throughput], maxDuration: .seconds(2))
    switch workload.portion {
    case .thousand: configuration.scalingFactor = .kilo
    // Throughput is a whole number of millions: too coarse here.
    case .million:
        configuration.scalingFactor = .mega
        configuration.maxDuration = .seconds(10)
        configuration.metrics.append(recordsPerSecond)
    case .year: configuration.metrics.append(recordsPerSecond)
    }
    // Made ready when its turn comes, and let go of after, so that nothing stays on the disk.
    var prepared: Workload.Prepared?
    Benchmark(
        workload.name,
        configuration: configuration,
        closure: { benchmark in
            guard let prepared else { return benchmark.error("not made ready") }
            let start = ContinuousClock.now
            benchmark.startMeasurement()
            do { try prepared.run() } catch { return benchmark.error("\(error)") }
            benchmark.stopMeasurement()
            guard configuration.metrics.contains(recordsPerSecond) else { return }
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            benchmark.measurement(recordsPerSecond, Int(Double(prepared.count) / seconds))
        },
        setup: { prepared = try workload.prepare() },
        teardown: { prepared = nil },
    )
}
