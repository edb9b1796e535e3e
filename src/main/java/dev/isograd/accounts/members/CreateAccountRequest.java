package dev.isograd.accounts.members;

import dev.isograd.http.Name;
import dev.isograd.http.Names;
import dev.isograd.http.Omittable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Pattern;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The body of a request for a new account. */
record CreateAccountRequest(
        @Schema(description = "Name of the person or system.") @Name(max = LONGEST_NAME)
        String name,

        @Omittable @Pattern(regexp = EMAIL, message = EMAIL_MESSAGE) @Nullable
        String email) {

    static final int LONGEST_NAME = 100;

    /** Only visible ASCII: whether an address exists shows only when mail arrives. */
    static final String EMAIL = "[!-?A-~]{1,64}@[!-?A-~]{1,189}";

    static final String EMAIL_MESSAGE = "must be an e-mail address such as name@example.com";

    CreateAccountRequest {
        name = Names.strip(Objects.requireNonNullElse(name, ""));
    }
}
