package dev.isograd.accounts.identities;

import dev.isograd.ShortText;
import dev.isograd.http.Names;
import dev.isograd.http.StorableText;
import org.jspecify.annotations.Nullable;

/**
 * Whom an identity provider vouches for.
 *
 * @param issuer address of the provider
 * @param subject what the provider calls this person or system; it never means another one
 * @param name what people see
 * @param verifiedEmail null unless the provider says that it has verified the address
 */
public record ExternalIdentity(
        String issuer,
        String subject,
        String name,
        @Nullable String verifiedEmail) {

    /** Providers send at most 255 characters. */
    private static final int LONGEST = 512;

    private static final int LONGEST_NAME = 100;

    public ExternalIdentity {
        if (!isUsable(issuer) || !isUsable(subject)) {
            throw SignInRefused.unusable();
        }
        name = readable(name, readable(subject, "account"));
        verifiedEmail = verifiedEmail == null || !isUsable(verifiedEmail) ? null : verifiedEmail;
    }

    private static boolean isUsable(String text) {
        return !text.isBlank() && text.length() <= LONGEST && StorableText.isStorable(text);
    }

    /** Returns the name as this service's own names are, or the other one if it cannot be read. */
    public static String readable(String name, String otherwise) {
        String stripped = ShortText.of(Names.strip(name), LONGEST_NAME);
        return Names.problem(stripped, 1, LONGEST_NAME).isEmpty() ? stripped : otherwise;
    }
}
