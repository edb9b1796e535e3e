package dev.isograd.artifacts;

import dev.isograd.Digests;
import dev.isograd.http.ByteRange;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.ServletWebRequest;

/**
 * Sends artifacts to clients, whole or in part, and only with the bytes that were stored.
 *
 * <p>The entity tag is the SHA-256, which never changes, so a client can continue a download that broke off.
 */
@Component
public class ArtifactDownloads {

    private static final Logger LOG = LoggerFactory.getLogger(ArtifactDownloads.class);

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final int BUFFER = 1 << 16;
    private static final int MOST_REMEMBERED = 10_000;

    private final ArtifactStore artifacts;

    /** The digests of files as they were when they were last read, by key and fingerprint. */
    private final Map<String, String> known = new ConcurrentHashMap<>();

    ArtifactDownloads(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    /**
     * An artifact and what is known about it.
     *
     * @param sha256 digest of the bytes that were stored, in hexadecimal; anything else if it was not recorded
     * @param name file name for the client
     */
    public record Content(String key, String sha256, String name) {}

    /**
     * Answers a request for an artifact.
     *
     * @throws ArtifactMissing if the store no longer has it
     * @throws dev.isograd.http.RequestProblem if the bytes are damaged, or the request asks for bytes that do not exist
     */
    public void send(Content content, HttpServletRequest request, HttpServletResponse response) throws IOException {
        long size = artifacts.size(content.key());
        String sha256 = intact(content);
        String tag = "\"" + sha256 + "\"";
        requireMatch(request.getHeader(HttpHeaders.IF_MATCH), tag);
        if (new ServletWebRequest(request, response).checkNotModified(tag)) {
            return;
        }
        Optional<ByteRange> part = range(request, tag, size);
        describe(content.name(), sha256, response);
        ByteRange sent = part.orElse(new ByteRange(0, size));
        response.setContentLengthLong(sent.length());
        if (part.isPresent()) {
            response.setStatus(HttpStatus.PARTIAL_CONTENT.value());
            response.setHeader(HttpHeaders.CONTENT_RANGE, sent.contentRange(size));
        }
        if (HttpMethod.GET.matches(request.getMethod())) {
            try (InputStream in = artifacts.open(content.key())) {
                in.skipNBytes(sent.start());
                copy(in, response.getOutputStream(), sent.start() + sent.length() == size, sent.length());
            }
        }
    }

    /** Ignores the range if it refers to other bytes than those of today (RFC 9110, section 13.1.5). */
    private static Optional<ByteRange> range(HttpServletRequest request, String tag, long size) {
        String condition = request.getHeader(HttpHeaders.IF_RANGE);
        boolean applies = HttpMethod.GET.matches(request.getMethod()) && (condition == null || condition.equals(tag));
        return applies ? ByteRange.read(request.getHeader(HttpHeaders.RANGE), size) : Optional.empty();
    }

    /** Spring checks this condition for changes only. */
    private static void requireMatch(@Nullable String condition, String tag) {
        boolean matches = condition == null
                || condition.strip().equals("*")
                || Arrays.stream(condition.split(",")).map(String::strip).anyMatch(tag::equals);
        if (!matches) {
            throw ArtifactProblem.preconditionFailed();
        }
    }

    private static void describe(String name, String sha256, HttpServletResponse response) {
        response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
        response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        byte[] digest = HexFormat.of().parseHex(sha256);
        response.setHeader(
                "Repr-Digest", "sha-256=:%s:".formatted(Base64.getEncoder().encodeToString(digest)));
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename(name).build().toString());
    }

    /**
     * Returns the SHA-256 of an artifact that has the bytes it was stored with. Reads a file once, and again only after it
     * has changed. An object store checks its objects by itself.
     */
    private String intact(Content content) {
        String recorded = content.sha256();
        boolean isRecorded = SHA_256.matcher(recorded).matches();
        Optional<String> state = artifacts.fingerprint(content.key());
        if (state.isEmpty() && isRecorded) {
            return recorded;
        }
        String found = state.map(print -> known.get(content.key() + print)).orElseGet(() -> digest(content.key()));
        if (isRecorded && !found.equals(recorded)) {
            LOG.error("The stored file {} is damaged and is not sent: its SHA-256 is {}", content.key(), found);
            throw ArtifactProblem.damaged();
        }
        if (known.size() >= MOST_REMEMBERED) {
            known.clear();
        }
        state.ifPresent(print -> known.put(content.key() + print, found));
        return found;
    }

    private String digest(String key) {
        try (DigestInputStream in = new DigestInputStream(artifacts.open(key), Digests.sha256())) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (IOException failed) {
            throw new ArtifactStoreUnavailable("Cannot read " + key, failed);
        }
    }

    /**
     * Sends bytes, and the last of them only after the end of the stream. A store that finds its bytes damaged says so there,
     * and the client then sees that the download broke off.
     */
    private static void copy(InputStream in, OutputStream out, boolean toTheEnd, long length) throws IOException {
        byte[] held = in.readNBytes((int) Math.min(BUFFER, length));
        for (long left = length - held.length; left > 0; ) {
            byte[] next = in.readNBytes((int) Math.min(BUFFER, left));
            if (next.length == 0) {
                throw new IOException("The artifact ended %d bytes early".formatted(left));
            }
            out.write(held);
            held = next;
            left -= next.length;
        }
        if (toTheEnd && in.read() >= 0) {
            throw new IOException("The artifact is longer than its size");
        }
        out.write(held);
    }
}
