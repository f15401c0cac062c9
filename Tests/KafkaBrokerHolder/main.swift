// A process for `KafkaSupportTests` to kill: starts a broker, says its address, its process and its folder, and stays.

import Foundation
import KafkaSupport

let broker = try KafkaBroker.makePrivate()
let process = broker.processIdentifier ?? 0
FileHandle.standardOutput.write(Data("\(broker.address) \(process) \(broker.folder.path)\n".utf8))
while true { pause() }
