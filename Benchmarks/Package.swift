// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who builds tocsin builds this.
let package = Package(
    name: "benchmarks",
    dependencies: [.package(name: "tocsin", path: "..")],
    targets: [
        .executableTarget(
            name: "contender",
            dependencies: [
                .product(name: "Feeds", package: "tocsin"), .product(name: "Matching", package: "tocsin"),
                .product(name: "News", package: "tocsin"),
            ],
            swiftSettings: [.enableUpcomingFeature("MemberImportVisibility")]
        ),
        .executableTarget(
            name: "pacing",
            dependencies: [.product(name: "News", package: "tocsin")],
            swiftSettings: [.enableUpcomingFeature("MemberImportVisibility")]
        ),
    ]
)
