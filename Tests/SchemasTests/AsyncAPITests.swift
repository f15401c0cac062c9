import Foundation
import Schemas
import Testing
import Yams

/// What is published about the topics is what the code does.
@Suite struct AsyncAPITests {
    let document: AsyncAPI

    init() throws { document = try AsyncAPI() }

    @Test func describesEveryTopicAndNoOther() {
        #expect(Set(document.channels.keys) == Set(Topic.all.map(\.name)))
    }

    @Test(arguments: Topic.all)
    func saysWhatTheCatalogueSays(topic: Topic) throws {
        let channel = try #require(document.channels[topic.name])
        let kafka = try #require(channel["bindings"]?["kafka"])
        #expect(document.text(kafka["topic"]) == topic.name)
        #expect(document.text(kafka["bindingVersion"]) == "0.5.0")
        let cleanup = document.items(kafka["topicConfiguration"]?["cleanup.policy"]).map(document.text)
        #expect(cleanup == [topic.cleanup.rawValue])

        let messages = try document.messages(of: channel)
        #expect(Set(messages.map { document.text($0["contentType"]) }) == Set(topic.contentTypes.map(\.rawValue)))
        for message in messages {
            #expect(document.text(message["bindings"]?["kafka"]?["key"]?["title"]) == topic.key)
        }
    }

    @Test(arguments: Topic.all)
    func everyTopicIsWrittenAndRead(topic: Topic) throws {
        var actions: Set<String> = []
        for (name, operation) in document.operations {
            let channel = try document.resolved(try #require(operation["channel"], "\(name)"))
            if document.text(channel["address"]) == topic.name { actions.insert(document.text(operation["action"])) }
        }
        switch topic {
        // Read by others than the register.
        case .notices, .dispatches, .reviews, .statistics, .across: #expect(actions == ["send"])
        default: #expect(actions == ["send", "receive"])
        }
    }

    @Test func everyReferencePointsAtSomething() {
        let references = document.references()
        #expect(references.count > 100)
        for reference in references {
            if reference.hasPrefix("#/") {
                #expect(document.target(of: reference) != nil, "\(reference) points at nothing")
            } else {
                #expect(Repository.exists(Repository.schemas.appending(path: reference)), "\(reference) is no file")
            }
        }
    }

    /// The payload of a message is the message of that name, in the schema that its reference names.
    @Test func payloadsAreMessagesOfTheSchemas() throws {
        for (id, message) in document.entries(document.root["components"]?["messages"]) {
            guard let payload = message["payload"]?["schema"] else {
                // What is in XML has the ministry's schema, which is not published.
                let unschemed = [ContentType.octets, .xml].map(\.rawValue)
                #expect(unschemed.contains(document.text(message["contentType"])), "\(id)")
                continue
            }
            let format = document.text(message["payload"]?["schemaFormat"])
            #expect(format == "application/vnd.google.protobuf;version=3", "\(id)")
            let file = try #require(payload["$ref"]?.string?.split(separator: "/").last)
            let name = try #require(AsyncAPITests.unqualified(document.text(message["name"])), "\(id)")
            #expect(try Repository.messages(in: String(file)).contains(name), "\(id): \(name) is not in \(file)")
        }
    }

    @Test func examplesAreOfTheMessageTheyStandAt() throws {
        for (id, message) in document.entries(document.root["components"]?["messages"]) {
            let name = AsyncAPITests.unqualified(document.text(message["name"]))
            for example in document.items(message["examples"]) {
                let reference = try #require(example["payload"]?["$ref"]?.string, "\(id)")
                let file = try #require(reference.split(separator: "/").last.map(String.init))
                let decoded = try Example(file: file)
                _ = try decoded.decoded()
                #expect(decoded.messageName == name, "\(id)")
                #expect("\(decoded.messageName).\(document.text(example["name"])).json" == file, "\(id)")
            }
        }
    }

    @Test func everyExampleIsShown() {
        let shown = Set(document.references().compactMap { $0.split(separator: "/").last.map(String.init) })
        for file in Example.files { #expect(shown.contains(file), "\(file) is shown nowhere") }
    }

    @Test func everyRowOfTheChangelogsIsShown() throws {
        var shown: Set<String> = []
        for worker in Topic.statefulWorkers {
            let channel = try #require(document.channels[Topic.state(of: worker).name])
            for message in try document.messages(of: channel) {
                shown.insert(try #require(AsyncAPITests.unqualified(document.text(message["name"]))))
            }
        }
        #expect(shown == Set(try Repository.messages(in: "state.proto")))
    }

    @Test func headersAreThoseOfTheCode() {
        func names(_ schema: String) -> Set<String> {
            Set(document.entries(document.root["components"]?["schemas"]?[schema]?["properties"]).map(\.name))
        }
        #expect(
            names("EventHeaders") == [
                HeaderName.contentType, HeaderName.id, HeaderName.source, HeaderName.type, HeaderName.time,
                HeaderName.specVersion, HeaderName.traceParent,
            ]
        )
        #expect(
            names("RejectHeaders") == [
                HeaderName.originalTopic, HeaderName.originalPartition, HeaderName.originalOffset,
                HeaderName.originalTimestamp, HeaderName.reason, HeaderName.headersLeftOut, HeaderName.truncated,
                HeaderName.originalBytes, HeaderName.originalDigest, HeaderName.redriven,
            ]
        )
        #expect(
            names("SubmissionHeaders") == [
                HeaderName.contentType, HeaderName.signature, HeaderName.issuedAt, HeaderName.audience,
                HeaderName.traceParent, HeaderName.redrivenFrom,
            ]
        )
    }

    private static func unqualified(_ name: String) -> String? {
        name.hasPrefix("nu.v1.") ? String(name.dropFirst("nu.v1.".count)) : nil
    }
}

/// What operators read about topics names them all.
@Suite struct TopicDocumentationTests {
    @Test(arguments: Topic.all)
    func namesTheTopic(topic: Topic) throws {
        let lines = try Repository.text(Repository.root.appending(path: "docs/topics.md")).split(separator: "\n")
        let row = try #require(lines.first { $0.hasPrefix("| `\(topic.name)`") }, "\(topic.name) has no row")
        #expect(row.contains("| \(topic.cleanup.rawValue) |"))
        #expect(row.contains("| \(topic.key) |"))
    }
}
