package dev.isograd.imports.formats;

import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.SchemaNode;
import dev.isograd.imports.sources.BadSource;
import dev.isograd.imports.sources.FileName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The columns of a Parquet file that hold pictures and labels.
 *
 * @param struct whether the picture is a struct with its bytes, not the bytes themselves
 * @param type how labels are stored
 * @param classes names of the classes; empty if the file has none
 */
record ParquetColumns(String image, boolean struct, String label, PhysicalType type, List<String> classes) {

    static final String BYTES = "bytes";
    private static final List<String> LABELS = List.of("label", "labels", "fine_label", "target", "class", "category");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static ParquetColumns of(ParquetFileReader reader, String file) {
        Map<String, SchemaNode> fields = new LinkedHashMap<>();
        reader.getFileSchema().getRootNode().children().forEach(field -> fields.put(field.name(), field));
        JsonNode features = features(reader.getFileMetaData().keyValueMetadata().get("huggingface"));
        String image = fields.keySet().stream()
                .filter(name -> isImage(fields.get(name)))
                .findFirst()
                .orElseThrow(() -> new BadSource(FileName.shown(file) + " has no column of pictures"));
        String label = label(fields, features)
                .orElseThrow(() -> new BadSource(FileName.shown(file) + " has no column of labels"));
        boolean struct = fields.get(image) instanceof SchemaNode.GroupNode;
        PhysicalType type = Objects.requireNonNull((SchemaNode.PrimitiveNode) fields.get(label))
                .type();
        return new ParquetColumns(image, struct, label, type, classes(features.path(label)));
    }

    private static JsonNode features(@Nullable String metadata) {
        try {
            return JSON.readTree(metadata == null ? "{}" : metadata)
                    .path("info")
                    .path("features");
        } catch (JacksonException damaged) {
            return JSON.createObjectNode();
        }
    }

    private static boolean isImage(@Nullable SchemaNode field) {
        return switch (field) {
            case SchemaNode.GroupNode group -> group.children().stream().anyMatch(ParquetColumns::isBytes);
            case SchemaNode.PrimitiveNode column ->
                column.type() == PhysicalType.BYTE_ARRAY && column.logicalType() == null;
            case null, default -> false;
        };
    }

    private static boolean isBytes(SchemaNode child) {
        return child instanceof SchemaNode.PrimitiveNode column
                && column.name().equals(BYTES)
                && column.type() == PhysicalType.BYTE_ARRAY;
    }

    /** The first column that the metadata calls a class, or a column with a usual name. */
    private static Optional<String> label(Map<String, SchemaNode> fields, JsonNode features) {
        return fields.keySet().stream()
                .filter(name -> isNumberOrText(fields.get(name)))
                .filter(name -> features.path(name).path("_type").asString("").equals("ClassLabel"))
                .findFirst()
                .or(() -> LABELS.stream()
                        .filter(name -> isNumberOrText(fields.get(name)))
                        .findFirst());
    }

    private static boolean isNumberOrText(@Nullable SchemaNode field) {
        return field instanceof SchemaNode.PrimitiveNode column
                && switch (column.type()) {
                    case INT32, INT64, BYTE_ARRAY -> true;
                    default -> false;
                };
    }

    private static List<String> classes(JsonNode feature) {
        JsonNode names = feature.path("names");
        List<String> classes = new ArrayList<>();
        names.forEach(name -> classes.add(name.asString("")));
        return List.copyOf(classes);
    }

    boolean has(String column) {
        return column.equals(image) || column.equals(label);
    }

    /** The name of the class of a row; empty if it has none. */
    Optional<String> label(RowReader row) {
        if (row.isNull(label)) {
            return Optional.empty();
        }
        if (type == PhysicalType.BYTE_ARRAY) {
            return Optional.of(row.getString(label).strip()).filter(text -> !text.isEmpty());
        }
        long number = type == PhysicalType.INT32 ? row.getInt(label) : row.getLong(label);
        if (classes.isEmpty()) {
            return number < 0 ? Optional.empty() : Optional.of(Long.toString(number));
        }
        return number < 0 || number >= classes.size() ? Optional.empty() : Optional.of(classes.get((int) number));
    }
}
