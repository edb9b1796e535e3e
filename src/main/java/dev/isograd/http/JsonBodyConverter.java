package dev.isograd.http;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.SmartHttpMessageConverter;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Converts a JSON request to the {@link JsonBody} that an endpoint declares.
 *
 * <p>It claims bodies of every type. An empty body then counts as none, whatever type a client such as curl sends with it.
 */
final class JsonBodyConverter implements SmartHttpMessageConverter<JsonBody<?>> {

    private static final ResolvableType OBJECT =
            ResolvableType.forClassWithGenerics(Map.class, String.class, Object.class);
    private static final MediaType MERGE_PATCH = MediaType.valueOf(MergePatch.MEDIA_TYPE);

    private final JacksonJsonHttpMessageConverter json;
    private final JsonBodyReader reader;

    JsonBodyConverter(JsonMapper mapper, JsonBodyReader reader) {
        this.json = new JacksonJsonHttpMessageConverter(mapper);
        this.reader = reader;
    }

    @Override
    public boolean canRead(ResolvableType type, @Nullable MediaType mediaType) {
        return type.resolve() == JsonBody.class;
    }

    /** Reads a body that is not empty. */
    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // JSON null is read as null, which Spring treats as a missing body
    public JsonBody<?> read(ResolvableType type, HttpInputMessage message, @Nullable Map<String, Object> hints)
            throws IOException {
        Class<? extends Record> record = type.getGeneric().toClass().asSubclass(Record.class);
        MediaType mediaType = supportedType(message, record.isAnnotationPresent(MergePatch.class));
        Map<String, @Nullable Object> object = (Map<String, @Nullable Object>) json.read(OBJECT, message, hints);
        return object == null ? null : reader.read(object, record, MERGE_PATCH.equalsTypeAndSubtype(mediaType));
    }

    private MediaType supportedType(HttpInputMessage message, boolean mayBePatch) {
        if (!message.getHeaders().getOrDefault(HttpHeaders.CONTENT_ENCODING, List.of()).stream()
                .allMatch("identity"::equalsIgnoreCase)) {
            throw UnsupportedBody.encoding();
        }
        MediaType given = message.getHeaders().getContentType();
        boolean isSupported = MediaType.APPLICATION_JSON.equalsTypeAndSubtype(given)
                || mayBePatch && MERGE_PATCH.equalsTypeAndSubtype(given);
        if (given == null || !isSupported || !json.canRead(OBJECT, given)) {
            throw UnsupportedBody.type(mayBePatch);
        }
        return given;
    }

    @Override
    public List<MediaType> getSupportedMediaTypes() {
        return List.of(MediaType.APPLICATION_JSON);
    }

    @Override
    public boolean canWrite(ResolvableType type, Class<?> valueClass, @Nullable MediaType mediaType) {
        return false;
    }

    @Override
    public void write(
            JsonBody<?> body,
            ResolvableType type,
            @Nullable MediaType contentType,
            HttpOutputMessage message,
            @Nullable Map<String, Object> hints) {
        throw new UnsupportedOperationException("Answers are not request bodies");
    }
}
