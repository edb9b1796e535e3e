package dev.isograd.http;

import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import org.jspecify.annotations.Nullable;

/** Checks texts that are marked with {@link Name}. */
public final class NameValidator implements ConstraintValidator<Name, CharSequence> {

    private int min;
    private int max;

    @Override
    public void initialize(Name name) {
        min = name.min();
        max = name.max();
    }

    @Override
    public boolean isValid(@Nullable CharSequence text, ConstraintValidatorContext context) {
        if (text == null) {
            return true;
        }
        return Names.problem(text.toString(), min, max)
                .map(problem -> {
                    context.disableDefaultConstraintViolation();
                    context.buildConstraintViolationWithTemplate(problem).addConstraintViolation();
                    return false;
                })
                .orElse(true);
    }
}
