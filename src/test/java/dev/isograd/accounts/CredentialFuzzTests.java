package dev.isograd.accounts;

import dev.isograd.ByteReaderContract;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;

/** The text of keys: anything is a key or none, without an exception. */
class CredentialFuzzTests extends ByteReaderContract {

    private final byte[] key = KeyText.random(new SecureRandom()).text().getBytes(StandardCharsets.UTF_8);

    @Override
    protected List<byte[]> samples() {
        return List.of(key);
    }

    @Override
    protected void read(byte[] input) {
        KeyText.parse(new String(input, StandardCharsets.UTF_8)).ifPresent(KeyText::publicId);
    }

    @Override
    protected List<Class<? extends Exception>> refusals() {
        return List.of();
    }
}
