package dev.isograd.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/** Reads query parameters and collects their problems, so that one answer names all of them. */
public final class QueryReader {

    private static final int LIMIT = 20;
    private static final int LARGEST_LIMIT = 200;
    private static final int LONGEST_TEXT = 512;
    private static final String TIME = "must be an RFC 3339 time such as 2026-01-31T12:00:00Z";
    private static final String PLUS = "; write the + of its offset as %2B";
    private static final Pattern SPACE_FOR_PLUS = Pattern.compile("[0-9T:.,-]{10,40} [0-9:]{2,5}");

    private final MultiValueMap<String, String> parameters;
    private final List<FieldProblem> problems = new ArrayList<>();

    public QueryReader(MultiValueMap<String, String> parameters) {
        this.parameters = parameters;
    }

    /** @throws RequestProblem if any parameter read so far was wrong */
    public void check() {
        if (!problems.isEmpty()) {
            throw new InvalidQuery(problems);
        }
    }

    public int limit() {
        return limit(LIMIT, LARGEST_LIMIT);
    }

    public int limit(int defaultValue, int largest) {
        return (int) integer("limit", 1, largest, defaultValue);
    }

    public long integer(String name, long least, long most, long defaultValue) {
        Long value = one(
                name,
                text -> whole(text, least, most),
                "must be a whole number between %d and %d".formatted(least, most));
        return value == null ? defaultValue : value;
    }

    /** Reads true or false; false if the parameter is missing. */
    public boolean flag(String name) {
        return Boolean.TRUE.equals(one(name, QueryReader::truth, "must be true or false"));
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    public @Nullable String string(String name) {
        return one(name, Function.identity(), "");
    }

    /**
     * Reads a position in a list: the id of one of its entries.
     *
     * @param prefix prefix of all ids in the list, such as "job"
     */
    public @Nullable String id(String name, String prefix) {
        Pattern form = Pattern.compile(Pattern.quote(prefix) + "_[0-9a-z]{1,64}");
        return one(
                name,
                text -> {
                    if (!form.matcher(text).matches()) {
                        throw new IllegalArgumentException("Not an id of this list");
                    }
                    return text;
                },
                "must be the next of a page of this list, with the same sort; it begins with " + prefix + "_");
    }

    public @Nullable Instant time(String name) {
        return one(name, QueryReader::instant, isUnencoded(name) ? TIME + PLUS : TIME);
    }

    /** Returns whether a space is where an offset begins: in an address, an unencoded + means a space. */
    private boolean isUnencoded(String name) {
        return parameters.getOrDefault(name, List.of()).stream().anyMatch(SPACE_FOR_PLUS.asMatchPredicate());
    }

    /** RFC 3339 years have four digits. Java also reads other years, which the database cannot store. */
    private static Instant instant(String text) {
        OffsetDateTime time = OffsetDateTime.parse(text);
        if (time.getYear() < 1 || time.getYear() > 9999) {
            throw new DateTimeException("The year does not have four digits");
        }
        return time.toInstant();
    }

    public <E extends Enum<E>> @Nullable E enumValue(String name, Class<E> type) {
        return one(name, text -> constant(type, text), "must be one of " + constants(type));
    }

    /** Reads several values, from repeated parameters or separated by commas. */
    public <E extends Enum<E>> List<E> enumValues(String name, Class<E> type) {
        return many(name, text -> constant(type, text), "must be one of " + constants(type));
    }

    public List<Integer> integers(String name, int least, int most) {
        return many(
                name,
                text -> (int) whole(text, least, most),
                "must be whole numbers between %d and %d, separated by commas".formatted(least, most));
    }

    private static long whole(String text, long least, long most) {
        return WholeNumbers.read(text).stream()
                .filter(number -> number >= least && number <= most)
                .findFirst()
                .orElseThrow(() -> new NumberFormatException("Not a whole number within the bounds"));
    }

    public List<String> strings(String name) {
        return many(name, Function.identity(), "");
    }

    public void problem(String name, String detail) {
        problems.add(new FieldProblem("?" + name, detail));
    }

    /** Returns every value of a repeated parameter unchanged, without splitting it at commas. */
    public List<String> rawValues(String name) {
        return parameters.getOrDefault(name, List.of()).stream()
                .filter(text -> acceptable(name, text))
                .toList();
    }

    private <T> @Nullable T one(String name, Function<String, T> reader, String rule) {
        List<String> given = parameters.getOrDefault(name, List.of());
        if (given.isEmpty()) {
            return null;
        }
        if (given.size() > 1) {
            problem(name, "is given more than once");
            return null;
        }
        return read(name, given.getFirst(), reader, rule);
    }

    private <T> List<T> many(String name, Function<String, T> reader, String rule) {
        List<T> values = new ArrayList<>();
        for (String given : parameters.getOrDefault(name, List.of())) {
            for (String part : given.split(",", -1)) {
                T value = read(name, part, reader, rule);
                if (value != null) {
                    values.add(value);
                }
            }
        }
        return values;
    }

    private <T> @Nullable T read(String name, String text, Function<String, T> reader, String rule) {
        if (!acceptable(name, text)) {
            return null;
        }
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException | DateTimeException wrong) {
            problem(name, rule);
            return null;
        }
    }

    private boolean acceptable(String name, String text) {
        if (text.codePointCount(0, text.length()) > LONGEST_TEXT || !StorableText.isStorable(text)) {
            problem(name, "must be text of at most %d characters without NUL".formatted(LONGEST_TEXT));
            return false;
        }
        return true;
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String text) {
        return Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static <E extends Enum<E>> String constants(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Enum::toString).collect(Collectors.joining(", "));
    }
}
