package dev.isograd.accounts;

import dev.isograd.IsogradProperties;
import dev.isograd.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/** The secret with which keys are hashed; it is not in the database, so a stolen table of hashes is useless without it. */
@Component
class Pepper {

    static final String FILE = "pepper.key";

    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;

    private final SecretKeySpec key;

    Pepper(IsogradProperties settings, AccountProperties properties) {
        String secret = properties.pepper().isBlank()
                ? kept(settings.dataDir().resolve(FILE))
                : properties.pepper().strip();
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    private static String kept(Path file) {
        try {
            if (!Files.exists(file)) {
                byte[] secret = new byte[BYTES];
                new SecureRandom().nextBytes(secret);
                PrivateFiles.write(file, HexFormat.of().formatHex(secret));
            }
            return Files.readString(file).strip();
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot read " + file, failed);
        }
    }

    byte[] hash(KeyText secret) {
        return hash(secret.text());
    }

    byte[] hash(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JDK provides " + ALGORITHM, impossible);
        }
    }
}
