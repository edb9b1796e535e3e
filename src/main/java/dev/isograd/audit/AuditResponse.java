package dev.isograd.audit;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One recorded change. */
@Schema(name = "AuditEntry")
record AuditResponse(
        String id,
        Instant at,

        @Schema(description = "Id of the account that made the change; `service` for the service itself.")
        String account,

        @Schema(description = "Id of the API key, or of the key with which the session began.") @Nullable
        String key,

        @Schema(examples = {"key", "session", "service"}) String authentication,

        @Schema(examples = {"key.revoke", "member.set"}) String action,

        @Schema(description = "Id of what was changed.") String object,

        @Schema(description = "The new values.", type = "object")
        JsonNode details,

        @Schema(description = "Network address of the client.") @Nullable
        String address) {}
