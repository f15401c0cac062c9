import Schemas
import WorkerKit

/// A record of `nu.submissions`, as it came.
package struct IncomingSubmission: Sendable {
    package let value: Bytes
    /// The `content-type` header.
    package let contentType: String?
    /// The headers `nu-signature`, `nu-issued-at` and `nu-audience`.
    package let signature: String?
    package let issuedAt: String?
    package let audience: String?
    /// When it was published: Unix milliseconds, UTC; on a live register as the log set them.
    package let timestamp: Int64
    package let source: SourcePosition

    package init(
        value: Bytes,
        contentType: String?,
        signature: String? = nil,
        issuedAt: String? = nil,
        audience: String? = nil,
        timestamp: Int64,
        source: SourcePosition,
    ) {
        self.value = value
        self.contentType = contentType
        self.signature = signature
        self.issuedAt = issuedAt
        self.audience = audience
        self.timestamp = timestamp
        self.source = source
    }
}
