// swift-tools-version: 6.2
// Kept apart, so that nobody who builds the register resolves the benchmark library.

import PackageDescription

let package = Package(
    name: "benchmarks",
    dependencies: [
        .package(name: "numero-unique-register", path: "../"),
        // The default traits need an allocation interposer that not every machine can fetch; only time is measured here.
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
    ],
    targets: [
        // The plugin looks for executables in a folder that stands in one named `Benchmarks`.
        .executableTarget(
            name: "RegisterBenchmarks",
            dependencies: [
                .product(name: "BenchmarkSupport", package: "numero-unique-register"),
                .product(name: "Benchmark", package: "benchmark"),
            ],
            path: "RegisterBenchmarks",
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")],
        )
    ],
    swiftLanguageModes: [.v6]
)
