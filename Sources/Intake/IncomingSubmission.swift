import Schemas
import WorkerKit

/// A record of `nu.submissions`, as it came.
package struct IncomingSubmission: Sendable {
    package let value: Bytes
    /// The `content-type` header.
    package let contentType: String?
    /// The `nu-signature` header.
    package let signature: String?
    /// When it was published: Unix milliseconds, UTC, as the producer set them.
    package let timestamp: Int64
    package let source: SourcePosition

    package init(
        value: Bytes,
        contentType: String?,
        signature: String? = nil,
        timestamp: Int64,
        source: SourcePosition,
    ) {
        self.value = value
        self.contentType = contentType
        self.signature = signature
        self.timestamp = timestamp
        self.source = source
    }
}
