package dev.isograd.helm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A rendered manifest, whose fields are read by paths such as {@code spec.template}. */
record Manifest(Map<String, Object> fields) {

    String kind() {
        return string("kind");
    }

    String name() {
        return string("metadata.name");
    }

    /** The pod that it is, or that it makes; null if it makes none. */
    @Nullable
    Manifest pod() {
        if (kind().equals("Pod")) {
            return this;
        }
        return at("spec.template") == null ? null : new Manifest(map("spec.template"));
    }

    List<Manifest> containers() {
        List<Manifest> containers = new ArrayList<>();
        for (String list : List.of("spec.initContainers", "spec.containers")) {
            containers.addAll(list(list));
        }
        return containers;
    }

    List<Manifest> list(String path) {
        List<Manifest> found = new ArrayList<>();
        if (at(path) instanceof List<?> entries) {
            entries.forEach(entry -> found.add(new Manifest(asMap(entry))));
        }
        return found;
    }

    String string(String path) {
        return String.valueOf(at(path));
    }

    Map<String, Object> map(String path) {
        return asMap(Objects.requireNonNull(at(path), path));
    }

    @Nullable
    Object at(String path) {
        Object value = fields;
        for (String name : path.split("[.]")) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object value) {
        return (Map<String, Object>) value;
    }
}
