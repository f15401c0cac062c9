// swift-tools-version: 6.2
// Targets stand in reading order. Imports go one way, from the bottom of this list to the top;
// `scripts/check` builds with `--explicit-target-dependency-import-check error` to keep it so.

import PackageDescription

let settings: [SwiftSetting] = [
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
    .enableUpcomingFeature("ExistentialAny"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
    .enableUpcomingFeature("MemberImportVisibility"),
]

let protobuf: Target.Dependency = .product(name: "SwiftProtobuf", package: "swift-protobuf")

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let concern: [Target.Dependency] = ["Schemas", "Register", "WorkerKit", protobuf]
// The pure workers that read the register.
let workers: [Target.Dependency] = ["Deduplication", "Numbering", "Renewal", "StrikeOff", "Statistics"]

let package = Package(
    name: "numero-unique-register",
    products: [
        .executable(name: "numero-unique", targets: ["CLI"]),
        // For `Benchmarks/` alone.
        .library(name: "BenchmarkSupport", targets: ["BenchmarkSupport"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        // Signatures of desks. Compiles BoringSSL.
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        // A small HTTP server, for metrics and health.
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
        // Reads Schemas/asyncapi.yaml and Docker/compose.yaml, in tests only.
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // What travels: generated messages, the topic catalogue, wire helpers.
        .target(name: "Schemas", dependencies: [protobuf], swiftSettings: settings),
        // The domain's values and rules.
        .target(name: "Register", dependencies: [], swiftSettings: settings),
        // Whether two descriptions are of one person: sketches, their comparison, weights and how they are learned. Pure.
        .target(name: "Matching", dependencies: ["Register"], swiftSettings: settings),
        // What a pure worker is made of.
        .target(name: "WorkerKit", dependencies: ["Register", "Schemas", protobuf], swiftSettings: settings),
        // What is nominative, sealed and opened; and the marks that persons are known by without it.
        .target(name: "Sealing", dependencies: concern + ["Matching", crypto], swiftSettings: settings),

        // The ministry's XML, read and written. Pure. Intake reads submissions with it, Stream writes answers with it: no
        // concern sees another through it.
        .target(name: "Ministry", dependencies: concern + [crypto], swiftSettings: settings),

        // One concern each, pure: a decision follows from a record and the state, and from nothing else.
        .target(name: "Intake", dependencies: concern + ["Ministry", crypto], swiftSettings: settings),
        .target(name: "Deduplication", dependencies: concern + ["Matching"], swiftSettings: settings),
        .target(name: "Numbering", dependencies: concern, swiftSettings: settings),
        .target(name: "Renewal", dependencies: concern, swiftSettings: settings),
        .target(name: "StrikeOff", dependencies: concern, swiftSettings: settings),
        .target(name: "Statistics", dependencies: concern + ["Matching"], swiftSettings: settings),

        // Letters to applicants, as values and as pages. Pure too.
        .target(name: "Letters", dependencies: concern, swiftSettings: settings),

        // The log protocol, the runner, lanes, restore and commit.
        .target(
            name: "Stream",
            dependencies: ["Schemas", "Register", "WorkerKit", "Ministry", protobuf, logging, crypto],
            swiftSettings: settings
        ),
        // The design's promises, checked on any log.
        .target(
            name: "Verification",
            dependencies: ["Schemas", "Register", "WorkerKit", "Ministry", "Sealing", "Stream", protobuf],
            swiftSettings: settings,
        ),
        // The log on one machine: SQLite.
        .target(
            name: "EmbeddedLog",
            dependencies: ["Schemas", "Register", "Stream", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings,
        ),
        // The system's librdkafka: only `KafkaClient` imports it.
        .systemLibrary(name: "CRdKafka", pkgConfig: "rdkafka", providers: [.apt(["librdkafka-dev"])]),
        // A small owned wrapper over librdkafka.
        .target(
            name: "KafkaClient",
            dependencies: ["CRdKafka", "Schemas", "Stream", logging],
            swiftSettings: settings
        ),
        // The log in production: Kafka.
        .target(
            name: "KafkaLog",
            dependencies: ["Schemas", "Register", "Stream", "KafkaClient", logging],
            swiftSettings: settings,
        ),
        // Metrics and health over HTTP.
        .target(
            name: "Observability",
            dependencies: [
                "Register", "WorkerKit", "Stream", .product(name: "FlyingFox", package: "FlyingFox"),
                .product(name: "FlyingSocks", package: "FlyingFox"), logging,
            ],
            swiftSettings: settings,
        ),
        // The one place where concerns meet a log.
        .target(
            name: "Assembly",
            dependencies: [
                "Schemas", "Register", "WorkerKit", "Sealing", "Intake", "Deduplication", "Numbering", "Renewal",
                "StrikeOff", "Statistics", "Stream", "Verification", logging,
            ],
            swiftSettings: settings,
        ),
        // A year of plausible submissions on real figures, who publishes them, and the table at the end.
        .target(
            name: "Demo",
            dependencies: ["Schemas", "Register", "WorkerKit", "Stream", protobuf],
            swiftSettings: settings,
        ),
        // What the command asks of the system and Swift cannot call: only `CLI` imports it.
        .systemLibrary(name: "CProcess"),
        // The `numero-unique` command.
        .executableTarget(
            name: "CLI",
            dependencies: [
                "Schemas", "Register", "WorkerKit", "Intake", "Deduplication", "Numbering", "Renewal", "StrikeOff",
                "Statistics", "Letters", "Ministry", "Sealing", "Matching", "Stream", "EmbeddedLog", "KafkaClient",
                "KafkaLog", "Observability", "Assembly", "Demo", "CProcess",
                "Verification", protobuf, logging, crypto,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings,
        ),

        // What `Benchmarks/`, a package of its own, measures: it stands here because only here `package` access reaches.
        .target(
            name: "BenchmarkSupport",
            dependencies: ["Intake", "Ministry", "Sealing", "Stream", "EmbeddedLog", "Demo"] + workers + concern,
            path: "Benchmarks/Support",
            swiftSettings: settings,
        ),

        // What tests share: seeded randomness, valid submissions, a log with seeded faults.
        .target(
            name: "TestSupport",
            dependencies: ["Stream", "Sealing"] + workers + concern,
            path: "Tests/TestSupport",
            swiftSettings: settings,
        ),
        .testTarget(
            name: "SchemasTests",
            dependencies: concern + ["Intake", .product(name: "Yams", package: "Yams")],
            swiftSettings: settings,
        ),
        // A world in which desks submit and days pass, run by real lanes over a log that goes wrong on purpose.
        .target(
            name: "SimulationSupport",
            dependencies: [
                "Stream", "Assembly", "Sealing", "Intake", "Ministry", "Verification", "TestSupport", logging,
            ] + workers
                + concern,
            path: "Tests/SimulationSupport",
            swiftSettings: settings,
        ),
        // Thousands of seeds, in a release build: `scripts/simulate`.
        .executableTarget(
            name: "simulate",
            dependencies: [
                "SimulationSupport", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/Simulate",
            swiftSettings: settings,
        ),
        .testTarget(
            name: "VerificationTests",
            dependencies: [
                "Stream", "Sealing", "Intake", "Assembly", "Verification", "TestSupport", "SimulationSupport", logging,
            ] + concern,
            swiftSettings: settings,
        ),
        .testTarget(
            name: "SimulationTests",
            dependencies: [
                "Stream", "Assembly", "Intake", "Sealing", "Verification", "TestSupport", "SimulationSupport", crypto,
            ] + workers + concern,
            swiftSettings: settings,
        ),
        .testTarget(
            name: "SealingTests",
            dependencies: ["Sealing", "Matching", "TestSupport", crypto] + concern,
            swiftSettings: settings,
        ),
        .testTarget(
            name: "MatchingTests",
            dependencies: ["Matching", "Register", "Demo"],
            swiftSettings: settings
        ),
        // The law, article by article, as dated stories.
        .testTarget(
            name: "ScenarioTests",
            dependencies: ["Intake", "Sealing", "TestSupport"] + concern,
            swiftSettings: settings,
        ),
        .testTarget(name: "RegisterTests", dependencies: ["Register", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "WorkerKitTests",
            dependencies: ["Sealing", "Matching", "TestSupport"] + workers + concern,
            swiftSettings: settings,
        ),
        .testTarget(
            name: "NumberingTests",
            dependencies: ["Numbering", "TestSupport"] + concern,
            swiftSettings: settings
        ),
        .testTarget(
            name: "DeduplicationTests",
            dependencies: ["Deduplication", "Matching", "TestSupport"] + concern,
            swiftSettings: settings,
        ),
        .testTarget(name: "RenewalTests", dependencies: ["Renewal", "TestSupport"] + concern, swiftSettings: settings),
        .testTarget(
            name: "StrikeOffTests",
            dependencies: ["StrikeOff", "TestSupport"] + concern,
            swiftSettings: settings
        ),
        .testTarget(
            name: "LettersTests",
            dependencies: ["Letters", "TestSupport"] + concern,
            swiftSettings: settings
        ),
        .testTarget(
            name: "MinistryTests",
            dependencies: ["Ministry", "TestSupport"] + concern,
            exclude: ["Messages"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "StatisticsTests",
            dependencies: ["Statistics", "Matching", "Demo", "TestSupport"] + concern,
            swiftSettings: settings
        ),
        .testTarget(
            name: "StreamTests",
            dependencies: ["Stream", "Ministry", "Numbering", "Renewal", "TestSupport", logging] + concern,
            swiftSettings: settings,
        ),
        .testTarget(
            name: "AssemblyTests",
            dependencies: ["Stream", "EmbeddedLog", "Sealing", "Assembly", "TestSupport", logging] + workers + concern,
            swiftSettings: settings,
        ),
        // Every decoder on damaged bytes: `scripts/fuzz`.
        .testTarget(
            name: "FuzzTests",
            dependencies: ["Intake", "Stream", "EmbeddedLog", "TestSupport"] + workers + concern,
            swiftSettings: settings,
        ),
        // Reads the sources: pure modules stay pure.
        .testTarget(name: "ArchitectureTests", swiftSettings: settings),
        .testTarget(
            name: "IntakeTests",
            dependencies: ["Intake", "TestSupport", crypto] + concern,
            swiftSettings: settings,
        ),
        .testTarget(
            name: "DemoTests",
            dependencies: [
                "Demo", "Schemas", "Register", "WorkerKit", "Sealing", "Intake", "Deduplication", "Numbering",
                "Renewal",
                "StrikeOff", "Statistics", "Stream", protobuf,
            ],
            swiftSettings: settings,
        ),
        .testTarget(
            name: "ObservabilityTests",
            dependencies: [
                "Schemas", "Register", "WorkerKit", "Stream", "Observability", "TestSupport", logging,
                .product(name: "FlyingFox", package: "FlyingFox"),
                .product(name: "FlyingSocks", package: "FlyingFox"),
            ],
            swiftSettings: settings,
        ),
        // The real command, as processes.
        .testTarget(
            name: "CLITests",
            dependencies: [
                "Schemas", "Register", "Stream", "EmbeddedLog", "Observability", "TestSupport", "KafkaSupport", "CLI",
                "Demo", protobuf,
                .product(name: "FlyingFox", package: "FlyingFox"),
                .product(name: "FlyingSocks", package: "FlyingFox"),
            ],
            swiftSettings: settings,
        ),
        // A real broker, for tests alone; knows nothing of the client library. And what Docker would start.
        .target(
            name: "KafkaSupport",
            dependencies: [.product(name: "Yams", package: "Yams")],
            path: "Tests/KafkaSupport",
            swiftSettings: settings,
        ),
        // Holds a broker until it is killed; `KafkaSupportTests` looks at what is left.
        .executableTarget(
            name: "kafka-broker-holder",
            dependencies: ["KafkaSupport"],
            path: "Tests/KafkaBrokerHolder",
            swiftSettings: settings,
        ),
        .testTarget(
            name: "KafkaSupportTests",
            dependencies: ["KafkaSupport", "kafka-broker-holder"],
            swiftSettings: settings,
        ),
        // Copies a topic in transactions until it is killed; `KafkaTests` looks at the copy.
        .executableTarget(
            name: "kafka-turn-taker",
            dependencies: ["Stream", "KafkaClient", "KafkaLog", logging],
            path: "Tests/KafkaTurnTaker",
            swiftSettings: settings,
        ),
        // On a real broker: what holds on Kafka alone, and the six workers as processes while things go wrong.
        .testTarget(
            name: "KafkaTests",
            dependencies: [
                "Schemas", "Register", "WorkerKit", "Stream", "EmbeddedLog", "KafkaClient", "KafkaLog", "Assembly",
                "Verification", "Demo", "Intake", "Sealing", "KafkaSupport", "TestSupport", "kafka-turn-taker", logging,
                protobuf,
            ],
            swiftSettings: settings,
        ),
        // The client on brokers that answer as they are told: errors, brokers that are away, rebalances.
        .testTarget(
            name: "KafkaClientTests",
            dependencies: ["Stream", "KafkaClient", logging],
            swiftSettings: settings,
        ),
        // What `docker compose` would start.
        .testTarget(name: "DockerTests", dependencies: ["Assembly", "KafkaSupport"], swiftSettings: settings),
        // Appends until it is killed; `EmbeddedLogTests` looks at what is left.
        .executableTarget(
            name: "embedded-log-crasher",
            dependencies: ["Schemas", "Stream", "EmbeddedLog"],
            path: "Tests/EmbeddedLogCrasher",
            swiftSettings: settings,
        ),
        .testTarget(
            name: "LogContractTests",
            dependencies: [
                "Schemas", "Register", "Stream", "EmbeddedLog", "KafkaLog", "KafkaSupport", "TestSupport", logging,
            ],
            swiftSettings: settings,
        ),
        .testTarget(
            name: "EmbeddedLogTests",
            dependencies: [
                "Schemas", "Stream", "EmbeddedLog", "TestSupport", "embedded-log-crasher",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: settings,
        ),
    ],
    swiftLanguageModes: [.v6]
)
