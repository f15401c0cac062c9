// swift-tools-version: 6.1
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

let package = Package(
    name: "numero-unique-register",
    products: [],
    dependencies: [
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0")
    ],
    targets: [
        // What travels: generated messages, the topic catalogue, wire helpers.
        .target(name: "Schemas", dependencies: [protobuf], swiftSettings: settings),
        // The domain's values and rules.
        .target(name: "Register", dependencies: [], swiftSettings: settings),
        // What tests share: seeded randomness.
        .target(name: "TestSupport", dependencies: [], path: "Tests/TestSupport", swiftSettings: settings),
        .testTarget(name: "RegisterTests", dependencies: ["Register", "TestSupport"], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
