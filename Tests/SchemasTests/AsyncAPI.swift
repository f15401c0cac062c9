import Foundation
import Testing
import Yams

/// `Schemas/asyncapi.yaml`, opened.
struct AsyncAPI {
    let root: Node

    init() throws {
        let text = try Repository.text(Repository.schemas.appending(path: "asyncapi.yaml"))
        root = try #require(try Yams.compose(yaml: text))
    }

    /// The channels by their addresses.
    var channels: [String: Node] {
        var found: [String: Node] = [:]
        for (_, channel) in entries(root["channels"]) { found[text(channel["address"])] = channel }
        return found
    }

    var operations: [(name: String, node: Node)] { entries(root["operations"]) }

    /// The messages of a channel, as they are defined.
    func messages(of channel: Node) throws -> [Node] {
        try entries(channel["messages"]).map { try resolved($0.node) }
    }

    /// The node itself, or what its `$ref` within the document points at.
    func resolved(_ node: Node) throws -> Node {
        guard let reference = node["$ref"]?.string, reference.hasPrefix("#") else { return node }
        return try #require(target(of: reference), "\(reference) points at nothing")
    }

    /// A JSON pointer within the document.
    func target(of reference: String) -> Node? {
        var node: Node? = root
        for step in reference.dropFirst(2).split(separator: "/") {
            let key = step.replacingOccurrences(of: "~1", with: "/").replacingOccurrences(of: "~0", with: "~")
            node = node?[key]
        }
        return node
    }

    /// Every `$ref` of the document.
    func references() -> [String] {
        var found: [String] = []
        func look(_ node: Node) {
            if let reference = node["$ref"]?.string { found.append(reference) }
            if let mapping = node.mapping { for pair in mapping { look(pair.value) } }
            if let sequence = node.sequence { for item in sequence { look(item) } }
        }
        look(root)
        return found
    }

    func entries(_ node: Node?) -> [(name: String, node: Node)] {
        (node?.mapping).map { $0.map { (text($0.key), $0.value) } } ?? []
    }

    func items(_ node: Node?) -> [Node] { (node?.sequence).map(Array.init) ?? [] }

    func text(_ node: Node?) -> String { node?.string ?? "" }
}
