package dev.isograd.learning.libtorch;

import ai.djl.engine.Engine;
import ai.djl.util.Platform;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The environment variables by which DJL finds a libtorch outside the jar, checked before DJL reads them: it would silently take
 * another libtorch, or name only a file that it did not find.
 */
record LibtorchFiles(Map<String, String> environment) {

    static final String FOLDER = "PYTORCH_LIBRARY_PATH";
    static final String FLAVOR = "PYTORCH_FLAVOR";

    private static final List<String> FLAVORS = List.of("cpu", "cu128");

    /** @throws LibtorchUnusable if the variables name no libtorch, or one that DJL's JNI library does not fit */
    void require() {
        String path = environment.getOrDefault(FOLDER, "");
        if (path.isEmpty()) {
            return;
        }
        String library = System.mapLibraryName("torch");
        if (folders(path).noneMatch(folder -> Files.isRegularFile(folder.resolve(library)))) {
            throw new LibtorchUnusable(
                    "%s is %s, but there is no %s. Name the folder of libtorch, or unset the variable."
                            .formatted(FOLDER, path, library));
        }
        requireFlavor();
    }

    private void requireFlavor() {
        String flavor = environment.getOrDefault(FLAVOR, "");
        if (flavor.isEmpty()) {
            throw new LibtorchUnusable("%s is set, but %s is not. Set it to %s, as libtorch was built."
                    .formatted(FOLDER, FLAVOR, choices()));
        }
        if (!FLAVORS.contains(flavor) || !hasJni(flavor)) {
            throw new LibtorchUnusable("%s is %s, but DJL %s has JNI libraries for %s only on this system (%s)."
                    .formatted(FLAVOR, flavor, Engine.getDjlVersion(), choices(), classifier()));
        }
    }

    /** The reason why DJL could not load libtorch, with the variables that decide what it loads. */
    LibtorchUnusable unusable(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String path = environment.getOrDefault(FOLDER, "");
        return new LibtorchUnusable(
                path.isEmpty()
                        ? "The libtorch of the class path cannot be loaded: " + text(cause)
                        : "The libtorch in %s cannot be loaded with %s=%s: %s"
                                .formatted(path, FLAVOR, environment.get(FLAVOR), text(cause)),
                failure);
    }

    private static String text(Throwable cause) {
        return Objects.requireNonNullElse(cause.getMessage(), cause.toString());
    }

    private static Stream<Path> folders(String path) {
        String library = System.mapLibraryName("torch");
        return Arrays.stream(path.split(File.pathSeparator))
                .map(Path::of)
                .map(each -> each.endsWith(library) ? each.toAbsolutePath().getParent() : each)
                .filter(Objects::nonNull);
    }

    private static String choices() {
        return String.join(
                " or ", FLAVORS.stream().filter(LibtorchFiles::hasJni).toList());
    }

    private static boolean hasJni(String flavor) {
        return Engine.class.getResource(
                        "/jnilib/%s/%s/%s".formatted(classifier(), flavor, System.mapLibraryName("djl_torch")))
                != null;
    }

    private static String classifier() {
        return Platform.fromSystem("pytorch").getClassifier();
    }
}
