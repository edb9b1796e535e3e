package dev.isograd.attempts;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What both ends of the connection between a pod and its worker agree on. */
public final class AttemptProtocol {

    /** Header with the SHA-256 of a file that a pod uploads, in hexadecimal digits. */
    public static final String SHA256 = "Isograd-SHA256";

    /** Header with a random name of the pod's process: a second pod with the same token is refused. */
    public static final String POD = "Isograd-Pod";

    /** Environment variables of the pod. */
    public static final String URL = "ISOGRAD_ATTEMPT_URL";

    public static final String TOKEN = "ISOGRAD_ATTEMPT_TOKEN";
    public static final String FOLDER = "ISOGRAD_ATTEMPT_FOLDER";
    public static final String PATIENCE = "ISOGRAD_ATTEMPT_PATIENCE";

    /** Most entries of one request. */
    public static final int MOST_ENTRIES = 500;

    /** Largest body of one request with entries: the largest messages of a child process are 64 KiB. */
    public static final int LARGEST_BATCH = 4 << 20;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private AttemptProtocol() {}

    public static byte[] write(Object message) {
        return JSON.writeValueAsBytes(message);
    }

    /** @throws JacksonException if these bytes are no such message */
    public static <T> T read(byte[] bytes, Class<T> type) {
        return JSON.readValue(bytes, type);
    }
}
