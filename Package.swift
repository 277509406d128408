// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// What every target of ours is built with: Swift 6 mode, the upcoming features we rely on, no warnings.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// A room of the house: one target in its floor's folder, with its tests beside the others.
func room(
    _ name: String, on floor: String, needs dependencies: [Target.Dependency] = [],
    settings: [SwiftSetting] = [], files: [Resource] = []
) -> [Target] {
    [
        .target(
            name: name, dependencies: dependencies, path: "Sources/\(floor)/\(name)", resources: files,
            swiftSettings: strict + settings),
        .testTarget(
            name: "\(name)Tests", dependencies: [.target(name: name)] + dependencies,
            path: "Tests/\(name)Tests", swiftSettings: strict),
    ]
}

/// libtorch, as `scripts/setup` unpacks it. Without it the rooms that need it are left out, and the rest builds.
let torch = "\(Context.packageDirectory)/.deps/torch/torch"
let hasTorch = FileManager.default.fileExists(atPath: "\(torch)/include/ATen/core/Tensor.h")

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let arguments: Target.Dependency = .product(
    name: "ArgumentParser", package: "swift-argument-parser")

/// HTTP: the server, and what its interface speaks in.
let web: [Target.Dependency] = [
    .product(name: "Hummingbird", package: "hummingbird"),
    .product(name: "HTTPTypes", package: "swift-http-types"),
    .product(name: "Logging", package: "swift-log"),
    .product(name: "Mustache", package: "swift-mustache"),
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
    .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
    .product(name: "UnixSignals", package: "swift-service-lifecycle"),
]

/// The file of settings.
let configuration: [Target.Dependency] = [
    .product(name: "Configuration", package: "swift-configuration"),
    .product(name: "Yams", package: "Yams"),
]

let core =
    room("Commerce", on: "Core")
    + room("Linear", on: "Core", needs: ["Commerce", "COpenBLAS", "CKernels"], settings: [.strictMemorySafety()])

let data =
    room(
        "Intake", on: "Data", needs: ["Commerce", "CCrypto", "CZlib"], settings: [.strictMemorySafety()])
    + room(
        "Ledger", on: "Data", needs: ["Commerce", "Linear", "Intake", grdb, sqlite], settings: [.strictMemorySafety()])

let learning =
    room("Evaluate", on: "Learning", needs: ["Commerce", "Linear"])
    + room("Recommend", on: "Learning", needs: ["Commerce", "Linear", "Evaluate"])

let deep: [Target] =
    hasTorch
    ? room(
        "Tensor", on: "Learning", needs: ["Commerce", "Linear", "CTorch"], settings: [.strictMemorySafety()])
        + room("Language", on: "Learning", needs: ["Commerce", "Linear", "Evaluate", "Tensor"])
        + [
            .executableTarget(
                name: "language-benchmarks", dependencies: ["Language", "Commerce", "Linear", "Tensor"],
                path: "benchmarks/language",
                exclude: [
                    "parity.py", "pretraining.py", "training.py", "embedding.py", "finetuning.py", "tasks.py",
                ],
                swiftSettings: strict)
        ]
    : []

let deciding =
    room("Explore", on: "Deciding", needs: ["Commerce", "Linear"])
    + room("OffPolicy", on: "Deciding", needs: ["Commerce", "Linear", "Intake", "Explore"])
    + room("Experiment", on: "Deciding", needs: ["Commerce", "Linear", "Explore"])

let world = room("Simulator", on: "World", needs: ["Commerce", "Linear"])

let app: [Target] =
    room(
        "Engine", on: "App",
        needs: [
            "Commerce", "Linear", "Intake", "Ledger", "Evaluate", "Recommend", "Explore", "OffPolicy", "Experiment",
            "Simulator",
        ])
    // In the code, so that the program is one file that runs from anywhere.
    + room(
        "Server", on: "App", needs: ["Commerce", "Intake", "Ledger", "Explore", "Engine"] + web,
        files: [.embedInCode("Storefront/Resources"), .embedInCode("Console/Resources")])
    + room("Settings", on: "App", needs: ["Commerce", "Engine", "Server"] + configuration)
    + room("Terminal", on: "App", needs: ["Commerce", "Engine", arguments])
    + [
        .executableTarget(
            name: "equipoise",
            dependencies: [
                "Terminal", "Settings", "Server", "Engine", "Commerce", "Intake", "Ledger", "Evaluate", "Recommend",
                "Explore", "OffPolicy", arguments,
            ],
            path: "Sources/App/equipoise", swiftSettings: strict),
        .executableTarget(
            name: "equipoise-benchmarks",
            dependencies: [
                "Engine", "Commerce", "Linear", "Intake", "Ledger", "Evaluate", "Recommend", "Explore", "OffPolicy",
                "CAllocations", arguments,
            ],
            path: "benchmarks/ours", swiftSettings: strict),
        .testTarget(
            name: "CommandLineTests",
            dependencies: ["equipoise"] + (hasTorch ? [.target(name: "equipoise-language")] : []),
            path: "Tests/CommandLineTests", exclude: hasTorch ? [] : ["Language"], swiftSettings: strict),
    ]

/// A program of its own, so that the others need not load libtorch: see docs/decisions/0008-language-commands-apart.md.
let language: [Target] =
    hasTorch
    ? [
        .executableTarget(
            name: "equipoise-language",
            dependencies: [
                "Terminal", "Engine", "Commerce", "Linear", "Intake", "Evaluate", "Tensor", "Language", arguments,
            ],
            path: "Sources/App/equipoise-language", swiftSettings: strict)
    ]
    : []

/// Reads `CONTRIBUTING.md` and every import; depends on nothing.
let architecture: [Target] = [
    .testTarget(name: "ArchitectureTests", path: "Tests/ArchitectureTests", swiftSettings: strict)
]

let foreign: [Target] = [
    .systemLibrary(
        name: "COpenBLAS", path: "Sources/C/COpenBLAS", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CCrypto", path: "Sources/C/CCrypto", providers: [.apt(["libssl-dev"])]),
    .target(name: "CKernels", path: "Sources/C/CKernels"),
    .target(name: "CAllocations", path: "benchmarks/allocations"),
    .systemLibrary(name: "CZlib", path: "Sources/C/CZlib", providers: [.apt(["zlib1g-dev"])]),
]

/// The C++ that reaches libtorch. SwiftPM calls every flag with a path in it unsafe: this package can then not be a
/// dependency of another, which it is not meant to be.
let torchLibrary: [Target] =
    hasTorch
    ? [
        .target(
            name: "CTorch", path: "Sources/C/CTorch",
            cxxSettings: [.unsafeFlags(["-isystem", "\(torch)/include"])],
            // The libraries as files, which come before those given with -l: libtorch brings a BLAS of its own, but
            // would call OpenBLAS, which we keep to one thread, if that came first.
            linkerSettings: [
                .unsafeFlags([
                    "\(torch)/lib/libtorch_cpu.so", "\(torch)/lib/libc10.so", "-Xlinker", "-rpath", "-Xlinker",
                    "\(torch)/lib",
                ])
            ])
    ]
    : []

let package = Package(
    name: "equipoise",
    products: [
        .executable(name: "equipoise", targets: ["equipoise"]),
        .executable(name: "equipoise-benchmarks", targets: ["equipoise-benchmarks"]),
    ] + (hasTorch ? [.executable(name: "equipoise-language", targets: ["equipoise-language"])] : []),
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: foreign + torchLibrary + core + data + learning + deep + deciding + world + app + language
        + architecture,
    cxxLanguageStandard: .cxx20
)
