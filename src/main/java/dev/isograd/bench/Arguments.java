package dev.isograd.bench;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A command line of names that begin with two dashes, each but the flags followed by a value. */
final class Arguments {

    private static final Set<String> FLAGS = Set.of("no-peer", "json");

    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final Set<String> read = new HashSet<>();

    private Arguments() {}

    static Arguments of(String... args) {
        Arguments arguments = new Arguments();
        for (int i = 0; i < args.length; i++) {
            if (!args[i].startsWith("--")) {
                throw new UsageError("Expected an option, got " + args[i]);
            }
            String name = args[i].substring(2);
            boolean flag = FLAGS.contains(name);
            if (!flag && ++i == args.length) {
                throw new UsageError("--" + name + " needs a value");
            }
            arguments.values.computeIfAbsent(name, _ -> new ArrayList<>()).add(flag ? "" : args[i]);
        }
        return arguments;
    }

    List<String> all(String name) {
        read.add(name);
        return values.getOrDefault(name, List.of());
    }

    String text(String name, String defaultValue) {
        List<String> given = all(name);
        return given.isEmpty() ? defaultValue : given.getLast();
    }

    int number(String name, int defaultValue) {
        return positive(name, text(name, Integer.toString(defaultValue)));
    }

    boolean flag(String name) {
        return !all(name).isEmpty();
    }

    static int positive(String name, String text) {
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw new UsageError("--%s must be a whole number above 0; got %s".formatted(name, text));
        }
        return Integer.parseInt(text);
    }

    /** Call when all known options were read: what is left is a slip. */
    void requireAllRead() {
        values.keySet().stream()
                .filter(name -> !read.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new UsageError("Unknown option --" + name);
                });
    }
}
