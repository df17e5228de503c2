// swift-tools-version: 6.2
import PackageDescription

// libFuzzer's entry points, each an executable: see Fuzz/run.
let package = Package(
    name: "fuzz",
    dependencies: [.package(name: "tocsin", path: "..")],
    targets: [
        .executableTarget(
            name: "feeds",
            dependencies: [.product(name: "Feeds", package: "tocsin")],
            swiftSettings: [.unsafeFlags(["-parse-as-library"])]
        ),
        .executableTarget(
            name: "watches",
            dependencies: [
                .product(name: "Matching", package: "tocsin"), .product(name: "News", package: "tocsin"),
            ],
            swiftSettings: [.unsafeFlags(["-parse-as-library"])]
        ),
    ]
)
