package dev.isograd.accounts.signin;

import dev.isograd.accounts.InvalidAccountRequest;
import dev.isograd.http.FieldProblem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of a sign-in, with either a key or a token. */
record SignInRequest(
        @Schema(description = "An API key. Send either this or `token`.") @Nullable
        String key,

        @Schema(description = "The token of a sign-in link, which works once within 15 minutes.") @Nullable
        String token) {

    /** @throws InvalidAccountRequest unless exactly one field is given */
    void check() {
        if (key == null && token == null) {
            throw new InvalidAccountRequest(List.of(new FieldProblem("/key", "is required, unless token is given")));
        }
        if (key != null && token != null) {
            throw new InvalidAccountRequest(List.of(new FieldProblem("/token", "must not be given together with key")));
        }
    }
}
