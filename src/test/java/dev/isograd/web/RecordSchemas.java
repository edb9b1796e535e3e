package dev.isograd.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JavaType;
import dev.isograd.http.JsonBody;
import dev.isograd.http.Name;
import dev.isograd.http.Omittable;
import dev.isograd.http.OtherFields;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Completes the schemas of records: required and nullable fields by {@code @Nullable}, no other fields, open enumerations.
 *
 * <p>In answers, nullable fields are always present. In requests, they may be absent as well.
 */
final class RecordSchemas implements ModelConverter {

    @Override
    public @Nullable Schema<?> resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        JavaType java = Json.mapper().constructType(type.getType());
        if (java != null && java.getRawClass() == JsonBody.class) {
            return context.resolve(new AnnotatedType(java.containedType(0))
                    .resolveAsRef(true)
                    .ctxAnnotations(type.getCtxAnnotations()));
        }
        if (!chain.hasNext()) {
            return null;
        }
        Schema<?> schema = chain.next().resolve(type, context, chain);
        if (schema != null && java != null && java.isRecordType()) {
            complete(defined(schema, context), java.getRawClass());
        }
        return schema;
    }

    private static Schema<?> defined(Schema<?> schema, ModelConverterContext context) {
        String name = schema.get$ref() == null
                ? null
                : schema.get$ref().substring(schema.get$ref().lastIndexOf('/') + 1);
        return name == null ? schema : context.getDefinedModels().getOrDefault(name, schema);
    }

    private static void complete(Schema<?> schema, Class<?> type) {
        if (Boolean.FALSE.equals(schema.getAdditionalProperties())) {
            return;
        }
        schema.setTypes(Set.of("object"));
        schema.setAdditionalProperties(false);
        boolean isRequest = type.getSimpleName().endsWith("Request");
        List<String> required = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = Optional.ofNullable(component.getAccessor().getAnnotation(JsonProperty.class))
                    .map(JsonProperty::value)
                    .orElse(component.getName());
            if (component.isAnnotationPresent(OtherFields.class)) {
                schema.getProperties().remove(name);
                continue;
            }
            boolean isOmitted = component.getAccessor().isAnnotationPresent(JsonInclude.class);
            boolean isNullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (!isOmitted && !(isRequest && isNullable)) {
                required.add(name);
            }
            Schema<?> property =
                    plain(Objects.requireNonNull(schema.getProperties().get(name), name));
            describeName(property, component.getAccessor().getAnnotation(Name.class));
            boolean mayBeNull = isNullable && !isOmitted && !component.isAnnotationPresent(Omittable.class);
            schema.getProperties().put(name, mayBeNull ? nullable(property) : property);
        }
        schema.setRequired(required);
    }

    private static void describeName(Schema<?> property, @Nullable Name name) {
        if (name != null) {
            property.setMinLength(name.min());
            property.setMaxLength(name.max());
        }
    }

    /** Returns a reference without siblings; lists enumeration values as examples, because values may be added. */
    private static <T> Schema<T> plain(Schema<T> property) {
        if (property.get$ref() != null) {
            return new Schema<T>().$ref(property.get$ref());
        }
        if (property.getEnum() != null) {
            property.setExamples(property.getEnum());
            property.setEnum(null);
        }
        return property;
    }

    private static Schema<?> nullable(Schema<?> property) {
        if (property.get$ref() != null) {
            return new JsonSchema().oneOf(List.of(property, new JsonSchema().types(Set.of("null"))));
        }
        if (property.getTypes() != null) {
            Set<String> types = new LinkedHashSet<>(property.getTypes());
            types.add("null");
            property.setTypes(types);
        }
        return property;
    }
}
