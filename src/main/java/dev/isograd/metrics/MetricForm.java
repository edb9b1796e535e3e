package dev.isograd.metrics;

import dev.isograd.http.QueryReader;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How an answer writes its buckets. Columns with few digits are many times smaller than rows.
 *
 * @param fields the columns besides the step; all if empty
 * @param digits significant digits of the values; 0 leaves them as they are
 */
record MetricForm(Layout layout, List<Field> fields, int digits) {

    private static final int MOST_DIGITS = 17;

    /** One object per bucket, or one list per field. */
    enum Layout {
        ROWS,
        COLUMNS;

        /** Returns the name in the API. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A figure of a bucket. */
    enum Field {
        MIN,
        MAX,
        MEAN,
        LAST,
        COUNT;

        /** Returns the name in the API. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static MetricForm read(QueryReader reader) {
        Layout layout = reader.enumValue("layout", Layout.class);
        List<Field> fields = reader.enumValues("fields", Field.class);
        if (!fields.isEmpty() && layout != Layout.COLUMNS) {
            reader.problem("fields", "needs layout=columns");
        }
        int digits = (int) reader.integer("digits", 1, MOST_DIGITS, MOST_DIGITS);
        return new MetricForm(
                layout == null ? Layout.ROWS : layout,
                fields.isEmpty()
                        ? List.of(Field.values())
                        : fields.stream().distinct().toList(),
                digits == MOST_DIGITS ? 0 : digits);
    }

    @Nullable
    Double rounded(@Nullable Double value) {
        if (value == null || digits == 0) {
            return value;
        }
        return new BigDecimal(value).round(new MathContext(digits)).doubleValue();
    }
}
