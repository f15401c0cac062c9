import CRdKafka
import Foundation
import Logging
import Stream

/// Asks brokers about topics and groups, and changes topics. Safe to share; every call blocks.
///
/// It is a consumer handle without a group that reads uncommitted: the ends it tells count what is not decided yet.
package final class KafkaAdmin: Sendable {
    /// A topic to make.
    package struct NewTopic: Sendable, Equatable {
        package var name: String
        package var partitions: Int
        package var replication: Int
        package var configuration: [String: String]

        package init(_ name: String, partitions: Int, replication: Int, configuration: [String: String]) {
            self.name = name
            self.partitions = partitions
            self.replication = replication
            self.configuration = configuration
        }
    }

    /// A topic as the cluster has it.
    package struct TopicState: Sendable, Equatable {
        package var partitions: Int
        /// The smallest number of replicas that a partition has.
        package var replication: Int
    }

    package struct GroupState: Sendable, Equatable {
        package var name: String
        package var state: String
        package var members: [String]
    }

    private let handle: KafkaHandle
    private let timeoutMilliseconds: Int32

    package init(_ settings: KafkaSettings, logger: Logger, timeoutMilliseconds: Int32 = 10_000) throws(KafkaError) {
        var settings = settings
        settings["isolation.level"] = "read_uncommitted"
        handle = try KafkaHandle(RD_KAFKA_CONSUMER, settings, logger: logger)
        self.timeoutMilliseconds = timeoutMilliseconds
    }

    package var complaint: String? { handle.complaint }
    package var isRefused: Bool { handle.isRefused }

    /// Every topic of the cluster, or one; a topic that does not exist is left out.
    package func topics(_ name: String? = nil) throws(KafkaError) -> [String: TopicState] {
        var metadata: UnsafePointer<rd_kafka_metadata>?
        let topic = name.map { rd_kafka_topic_new(handle.pointer, $0, nil)! }
        defer { if let topic { rd_kafka_topic_destroy(topic) } }
        let all: Int32 = name == nil ? 1 : 0
        try check(rd_kafka_metadata(handle.pointer, all, topic, &metadata, timeoutMilliseconds), "asking for topics")
        guard let metadata else { return [:] }
        defer { rd_kafka_metadata_destroy(metadata) }
        var found: [String: TopicState] = [:]
        for index in 0..<Int(metadata.pointee.topic_cnt) {
            let topic = metadata.pointee.topics[index]
            let name = String(cString: topic.topic)
            switch topic.err {
            case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC: continue
            default: try check(topic.err, "topic \(name)")
            }
            let partitions = (0..<Int(topic.partition_cnt)).map { topic.partitions[$0] }
            found[name] = TopicState(
                partitions: partitions.count,
                replication: partitions.map { Int($0.replica_cnt) }.min() ?? 0,
            )
        }
        return found
    }

    package func brokerCount() throws(KafkaError) -> Int {
        var metadata: UnsafePointer<rd_kafka_metadata>?
        try check(rd_kafka_metadata(handle.pointer, 0, nil, &metadata, timeoutMilliseconds), "asking for brokers")
        guard let metadata else { return 0 }
        defer { rd_kafka_metadata_destroy(metadata) }
        return Int(metadata.pointee.broker_cnt)
    }

    /// The offset after the last record of each partition, records of undecided transactions included: one request a
    /// broker.
    package func endOffsets(of partitions: [TopicPartition]) throws(KafkaError) -> [TopicPartition: Int64] {
        guard !partitions.isEmpty else { return [:] }
        let deadline = ContinuousClock.now + .milliseconds(Int(timeoutMilliseconds))
        while true {
            do throws(KafkaError) {
                return try endOffsetsNow(of: partitions)
            } catch {
                // What a broker said that had just started is kept for minutes (librdkafka 2.16): the whole cluster is asked.
                let mayBeStale = error.kind == .unknownTopic && areThere(partitions)
                // A leader that is being chosen: of a topic just made, of a broker just gone.
                guard error.remedy == .retry || mayBeStale, ContinuousClock.now < deadline else { throw error }
                usleep(20_000)
            }
        }
    }

    /// The offset of the first record that a partition still holds: the low watermark.
    package func startOffset(of partition: TopicPartition) throws(KafkaError) -> Int64 {
        var (low, high): (Int64, Int64) = (0, 0)
        let code = rd_kafka_query_watermark_offsets(
            handle.pointer,
            partition.topic,
            Int32(partition.partition),
            &low,
            &high,
            timeoutMilliseconds,
        )
        try check(code, "asking where \(partition) begins")
        return low
    }

    private func areThere(_ partitions: [TopicPartition]) -> Bool {
        guard let found = try? topics() else { return false }
        return partitions.allSatisfy { $0.partition < found[$0.topic]?.partitions ?? 0 }
    }

    private func endOffsetsNow(of partitions: [TopicPartition]) throws(KafkaError) -> [TopicPartition: Int64] {
        let list = PartitionList(Dictionary(uniqueKeysWithValues: partitions.map { ($0, Int64(RD_KAFKA_OFFSET_END)) }))
        try check(
            rd_kafka_offsets_for_times(handle.pointer, list.pointer, timeoutMilliseconds),
            "asking where partitions end",
        )
        var ends: [TopicPartition: Int64] = [:]
        var failure: KafkaError?
        PartitionList.forEach(list.pointer) { partition, offset, code in
            if code != RD_KAFKA_RESP_ERR_NO_ERROR { failure = KafkaError(code: code, "the end of \(partition)") }
            ends[partition] = offset
        }
        if let failure { throw failure }
        return ends
    }

    /// Makes topics. One that exists already, made by somebody else meanwhile, is no error.
    package func create(_ topics: [NewTopic]) throws(KafkaError) {
        guard !topics.isEmpty else { return }
        var list: [OpaquePointer?] = []
        defer { for topic in list { rd_kafka_NewTopic_destroy(topic) } }
        for topic in topics {
            var text = [CChar](repeating: 0, count: 256)
            guard
                let new = rd_kafka_NewTopic_new(
                    topic.name,
                    Int32(topic.partitions),
                    Int32(topic.replication),
                    &text,
                    text.count
                )
            else {
                let reason = text.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
                throw KafkaError(code: RD_KAFKA_RESP_ERR__INVALID_ARG, "topic \(topic.name): \(reason)")
            }
            list.append(new)
            for (name, value) in topic.configuration { rd_kafka_NewTopic_set_config(new, name, value) }
        }
        let event = try ask(RD_KAFKA_ADMIN_OP_CREATETOPICS, "making topics") { options, queue in
            rd_kafka_CreateTopics(handle.pointer, &list, list.count, options, queue)
        }
        defer { rd_kafka_event_destroy(event) }
        var count = 0
        let results = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count)
        try checkTopics(results, count, "making topic", except: RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS)
    }

    package func delete(_ names: [String]) throws(KafkaError) {
        guard !names.isEmpty else { return }
        var list: [OpaquePointer?] = names.map { rd_kafka_DeleteTopic_new($0) }
        defer { for topic in list { rd_kafka_DeleteTopic_destroy(topic) } }
        let event = try ask(RD_KAFKA_ADMIN_OP_DELETETOPICS, "deleting topics") { options, queue in
            rd_kafka_DeleteTopics(handle.pointer, &list, list.count, options, queue)
        }
        defer { rd_kafka_event_destroy(event) }
        var count = 0
        let results = rd_kafka_DeleteTopics_result_topics(rd_kafka_event_DeleteTopics_result(event), &count)
        try checkTopics(results, count, "deleting topic", except: RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART)
    }

    /// The settings of a topic: every one, and whether it was set on the topic itself.
    package func configuration(of topic: String) throws(KafkaError) -> [String: (value: String, isOwn: Bool)] {
        var list: [OpaquePointer?] = [rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic)]
        defer { rd_kafka_ConfigResource_destroy(list[0]) }
        let event = try ask(RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, "asking for settings of \(topic)") { options, queue in
            rd_kafka_DescribeConfigs(handle.pointer, &list, 1, options, queue)
        }
        defer { rd_kafka_event_destroy(event) }
        var count = 0
        let resources = rd_kafka_DescribeConfigs_result_resources(rd_kafka_event_DescribeConfigs_result(event), &count)
        guard count == 1, let resource = resources?[0] else { return [:] }
        try check(rd_kafka_ConfigResource_error(resource), "settings of \(topic)")
        var entries = 0
        guard let found = rd_kafka_ConfigResource_configs(resource, &entries) else { return [:] }
        var configuration: [String: (value: String, isOwn: Bool)] = [:]
        for entry in (0..<entries).compactMap({ found[$0] }) {
            let value = rd_kafka_ConfigEntry_value(entry).map { String(cString: $0) } ?? ""
            let isOwn = rd_kafka_ConfigEntry_source(entry) == RD_KAFKA_CONFIG_SOURCE_DYNAMIC_TOPIC_CONFIG
            configuration[String(cString: rd_kafka_ConfigEntry_name(entry))] = (value, isOwn)
        }
        return configuration
    }

    /// Gives a topic exactly these settings of its own; the others fall back to the broker's.
    package func configure(_ topic: String, _ configuration: [String: String]) throws(KafkaError) {
        var list: [OpaquePointer?] = [rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic)]
        defer { rd_kafka_ConfigResource_destroy(list[0]) }
        for (name, value) in configuration { rd_kafka_ConfigResource_set_config(list[0], name, value) }
        let event = try ask(RD_KAFKA_ADMIN_OP_ALTERCONFIGS, "setting up \(topic)") { options, queue in
            rd_kafka_AlterConfigs(handle.pointer, &list, 1, options, queue)
        }
        defer { rd_kafka_event_destroy(event) }
        var count = 0
        let resources = rd_kafka_AlterConfigs_result_resources(rd_kafka_event_AlterConfigs_result(event), &count)
        guard count == 1, let resource = resources?[0] else { return }
        let code = rd_kafka_ConfigResource_error(resource)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            let reason = rd_kafka_ConfigResource_error_string(resource).map { String(cString: $0) } ?? ""
            throw KafkaError(code: code, "setting up \(topic): \(reason)")
        }
    }

    /// Where a group stands in some partitions; those without a commit are left out.
    package func committed(_ group: String, _ partitions: [TopicPartition]) throws(KafkaError) -> [TopicPartition:
        Int64]
    {
        let wanted = PartitionList(partitions)
        var list: [OpaquePointer?] = [rd_kafka_ListConsumerGroupOffsets_new(group, wanted.pointer)]
        defer { rd_kafka_ListConsumerGroupOffsets_destroy(list[0]) }
        let event = try ask(RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS, "asking where \(group) stands", isStable: true)
        {
            options,
            queue in
            rd_kafka_ListConsumerGroupOffsets(handle.pointer, &list, 1, options, queue)
        }
        defer { rd_kafka_event_destroy(event) }
        var count = 0
        let result = rd_kafka_event_ListConsumerGroupOffsets_result(event)
        let groups = rd_kafka_ListConsumerGroupOffsets_result_groups(result, &count)
        guard count == 1, let found = groups?[0] else { return [:] }
        if let error = rd_kafka_group_result_error(found) {
            // Owned by the event.
            throw KafkaError(code: rd_kafka_error_code(error), "where \(group) stands")
        }
        guard let positions = rd_kafka_group_result_partitions(found) else { return [:] }
        var offsets: [TopicPartition: Int64] = [:]
        var failure: KafkaError?
        PartitionList.forEach(positions) { partition, offset, code in
            if code != RD_KAFKA_RESP_ERR_NO_ERROR {
                failure = KafkaError(code: code, "where \(group) stands in \(partition)")
            } else if offset >= 0 {
                offsets[partition] = offset
            }
        }
        if let failure { throw failure }
        return offsets
    }

    /// The consumer groups of the cluster.
    package func groups() throws(KafkaError) -> [GroupState] {
        var list: UnsafePointer<rd_kafka_group_list>?
        try check(rd_kafka_list_groups(handle.pointer, nil, &list, timeoutMilliseconds), "listing groups")
        guard let list else { return [] }
        defer { rd_kafka_group_list_destroy(list) }
        return (0..<Int(list.pointee.group_cnt)).map { index in
            let group = list.pointee.groups[index]
            return GroupState(
                name: String(cString: group.group),
                state: String(cString: group.state),
                members: (0..<Int(group.member_cnt)).map { String(cString: group.members[$0].client_id) },
            )
        }
    }

    /// Deletes a group with its offsets, as Kafka does by itself some days after its last member has left.
    package func deleteGroup(_ group: String) throws(KafkaError) {
        var list: [OpaquePointer?] = [rd_kafka_DeleteGroup_new(group)]
        defer { rd_kafka_DeleteGroup_destroy(list[0]) }
        let event = try ask(RD_KAFKA_ADMIN_OP_DELETEGROUPS, "deleting \(group)") { options, queue in
            rd_kafka_DeleteGroups(handle.pointer, &list, 1, options, queue)
        }
        defer { rd_kafka_event_destroy(event) }
        var count = 0
        let groups = rd_kafka_DeleteGroups_result_groups(rd_kafka_event_DeleteGroups_result(event), &count)
        guard count == 1, let found = groups?[0], let error = rd_kafka_group_result_error(found) else { return }
        // Owned by the event.
        throw KafkaError(code: rd_kafka_error_code(error), "deleting \(group)")
    }

    /// Makes a request and waits for its one answer, which the caller owns.
    private func ask(
        _ operation: rd_kafka_admin_op_t,
        _ context: String,
        isStable: Bool = false,
        _ request: (_ options: OpaquePointer, _ queue: OpaquePointer) -> Void,
    ) throws(KafkaError) -> OpaquePointer {
        let queue = rd_kafka_queue_new(handle.pointer)!
        defer { rd_kafka_queue_destroy(queue) }
        let options = rd_kafka_AdminOptions_new(handle.pointer, operation)!
        defer { rd_kafka_AdminOptions_destroy(options) }
        rd_kafka_AdminOptions_set_request_timeout(options, timeoutMilliseconds, nil, 0)
        if isStable, let error = rd_kafka_AdminOptions_set_require_stable_offsets(options, 1) {
            throw KafkaError(consuming: error, context)
        }
        request(options, queue)
        guard let event = rd_kafka_queue_poll(queue, timeoutMilliseconds + 2_000) else {
            throw KafkaError(code: RD_KAFKA_RESP_ERR__TIMED_OUT, context)
        }
        let code = rd_kafka_event_error(event)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            let reason = String(cString: rd_kafka_event_error_string(event))
            rd_kafka_event_destroy(event)
            throw KafkaError(code: code, "\(context): \(reason)")
        }
        return event
    }

    private func checkTopics(
        _ results: UnsafeMutablePointer<OpaquePointer?>?,
        _ count: Int,
        _ context: String,
        except passing: rd_kafka_resp_err_t,
    ) throws(KafkaError) {
        for result in (0..<count).compactMap({ results?[$0] }) {
            let code = rd_kafka_topic_result_error(result)
            guard code != RD_KAFKA_RESP_ERR_NO_ERROR, code != passing else { continue }
            let reason = rd_kafka_topic_result_error_string(result).map { ": " + String(cString: $0) } ?? ""
            throw KafkaError(code: code, "\(context) \(String(cString: rd_kafka_topic_result_name(result)))\(reason)")
        }
    }
}
