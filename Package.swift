// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "quartz",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "quartz", targets: ["QuartzCommand"]),
    .executable(name: "quake", targets: ["QuakeCommand"]),
    .library(name: "Quartz", targets: ["Quartz"]),
    .library(name: "Quake", targets: ["Quake"]),
    .library(name: "QSpec", targets: ["QSpec"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    .target(
      name: "Quartz",
      dependencies: [
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      exclude: [
        "Command", "Frontend/README.md", "Resolver/README.md", "Middle/README.md",
        "Backend/README.md", "Driver/README.md",
      ]),
    .executableTarget(
      name: "QuartzCommand",
      dependencies: [
        "Quartz",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/Quartz/Command"),
    .target(
      name: "QSpec",
      dependencies: [
        "CLibXML2",
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      exclude: ["Foreign", "README.md"],
      resources: [.embedInCode("JUnit/junit.rng")]),
    .systemLibrary(
      name: "CLibXML2",
      path: "Sources/QSpec/Foreign/CLibXML2",
      pkgConfig: "libxml-2.0",
      providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
    .target(
      name: "Quake",
      dependencies: [
        "Quartz", "QSpec",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      exclude: ["Command", "README.md"]),
    .executableTarget(
      name: "QuakeCommand",
      dependencies: [
        "Quake",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/Quake/Command"),
    .testTarget(
      name: "QuartzTests",
      dependencies: [
        "Quartz", "QuartzCommand",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .testTarget(name: "QSpecTests", dependencies: ["QSpec"], exclude: ["Resources"]),
    .testTarget(name: "QuakeTests", dependencies: ["Quake"]),
  ]
)
