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
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
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
        .target(name: "Notifying", dependencies: ["News", "Web", "CCrypto"]),
        .target(name: "TestSupport", dependencies: ["News"], path: "Tests/TestSupport"),
        .testTarget(name: "FeedsTests", dependencies: ["Feeds", "News"]),
        .testTarget(name: "WebTests", dependencies: ["Web", "TestSupport"]),
        .testTarget(
            name: "StorageTests",
            dependencies: ["Storage", "News", "TestSupport", .product(name: "GRDB", package: "GRDB.swift")]
        ),
    ]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = strict
}
