package dev.isograd.accounts;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The number of slots that projects may use at once; the package that runs the queue implements it. */
public interface SlotQuotas {

    /** Gives a new project the default limit. */
    void open(String project);

    /** @param slots null for no limit */
    void limit(String project, @Nullable Integer slots);

    /** Returns the limits by project; a project without a limit is missing. */
    Map<String, Integer> limits(Collection<String> projects);
}
