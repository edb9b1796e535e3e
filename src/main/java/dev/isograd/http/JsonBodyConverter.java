package dev.isograd.http;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.SmartHttpMessageConverter;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import tools.jackson.databind.json.JsonMapper;

/** Converts a JSON request to the {@link JsonBody} that an endpoint declares. */
final class JsonBodyConverter implements SmartHttpMessageConverter<JsonBody<?>> {

    private static final ResolvableType OBJECT =
            ResolvableType.forClassWithGenerics(Map.class, String.class, Object.class);

    private final JacksonJsonHttpMessageConverter json;
    private final JsonBodyReader reader;

    JsonBodyConverter(JsonMapper mapper, JsonBodyReader reader) {
        this.json = new JacksonJsonHttpMessageConverter(mapper);
        this.reader = reader;
    }

    @Override
    public boolean canRead(ResolvableType type, @Nullable MediaType mediaType) {
        return type.resolve() == JsonBody.class && json.canRead(OBJECT, mediaType);
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // JSON null is read as null, which Spring treats as a missing body
    public JsonBody<?> read(ResolvableType type, HttpInputMessage message, @Nullable Map<String, Object> hints)
            throws IOException {
        Map<String, @Nullable Object> object = (Map<String, @Nullable Object>) json.read(OBJECT, message, hints);
        return object == null
                ? null
                : reader.read(object, type.getGeneric().toClass().asSubclass(Record.class));
    }

    @Override
    public List<MediaType> getSupportedMediaTypes() {
        return json.getSupportedMediaTypes();
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
