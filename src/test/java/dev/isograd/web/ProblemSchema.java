package dev.isograd.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.isograd.http.FieldProblem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of Spring's problem details and of ours, for the document only. */
@Schema(description = "An error (RFC 9457).")
record ProblemSchema(
        String type,
        String title,
        int status,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String detail,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String instance,

        @Schema(description = "Identifies the kind of error for programs.")
        String code,

        String requestId,

        @Schema(description = "The invalid fields of the request: all of them, or the first ones of very many.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        List<FieldProblem> errors,

        @Schema(description = "Number of invalid fields.") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        Integer errorCount) {}
