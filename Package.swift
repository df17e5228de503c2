// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .treatWarning("ExplicitSendable", as: .error),
]

let package = Package(
    name: "tocsin",
    products: [
        .executable(name: "tocsin", targets: ["tocsin"]),
        .library(name: "Feeds", targets: ["Feeds"]),
        .library(name: "Matching", targets: ["Matching"]),
        .library(name: "News", targets: ["News"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.14.0"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/LebJe/TOMLKit.git", from: "0.6.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    ],
    targets: [
        // Floor 0: C libraries, one target each, imported by exactly one Swift target.
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

        // Floor 1: vocabulary.
        .target(name: "News"),

        // Floor 2: capabilities. Siblings never import each other.
        .target(name: "Feeds", dependencies: ["News", "CXML2"]),
        .target(name: "Matching", dependencies: ["News"]),
        .target(name: "Web", dependencies: ["CCurl"]),
        .target(name: "Storage", dependencies: ["News", .product(name: "GRDB", package: "GRDB.swift")]),

        // Floor 3: delivery.
        .target(
            name: "Notifying",
            dependencies: ["News", "Web", "CCrypto", .product(name: "Mustache", package: "swift-mustache")]
        ),

        // Floor 4: the running thing.
        .target(
            name: "Daemon",
            dependencies: [
                "News", "Feeds", "Matching", "Web", "Storage", "Notifying",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "TOMLKit", package: "TOMLKit"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]
        ),

        // Floor 5: the command line.
        .executableTarget(
            name: "tocsin",
            dependencies: ["Daemon", .product(name: "ArgumentParser", package: "swift-argument-parser")]
        ),

        .target(name: "TestSupport", dependencies: ["News"], path: "Tests/TestSupport"),
        .testTarget(name: "NewsTests", dependencies: ["News", "TestSupport"]),
        .testTarget(name: "FeedsTests", dependencies: ["Feeds", "News", "TestSupport"]),
        .testTarget(name: "MatchingTests", dependencies: ["Matching", "News", "TestSupport"]),
        .testTarget(name: "WebTests", dependencies: ["Web", "TestSupport"]),
        .testTarget(
            name: "StorageTests",
            dependencies: ["Storage", "News", "TestSupport", .product(name: "GRDB", package: "GRDB.swift")]
        ),
        .testTarget(name: "NotifyingTests", dependencies: ["Notifying", "News", "Web", "TestSupport"]),
        .testTarget(
            name: "DaemonTests",
            dependencies: [
                "Daemon", "Matching", "News", "Notifying", "Storage", "TestSupport", "Web", "tocsin",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
    ]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = strict
}
