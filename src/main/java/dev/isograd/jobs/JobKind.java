package dev.isograd.jobs;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Locale;

/** What a job does. */
public enum JobKind {
    TRAINING,
    IMPORT;

    /** Returns the word in the API and in the database, such as {@code training}. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return word();
    }

    public static JobKind of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Stores the kind as its word. */
    @Converter(autoApply = true)
    static class Column implements AttributeConverter<JobKind, String> {

        @Override
        public String convertToDatabaseColumn(JobKind kind) {
            return kind.word();
        }

        @Override
        public JobKind convertToEntityAttribute(String word) {
            return of(word);
        }
    }
}
