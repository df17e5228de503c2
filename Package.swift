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
    targets: [
        // Floor 1: vocabulary.
        .target(name: "News"),
    ]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = strict
}
