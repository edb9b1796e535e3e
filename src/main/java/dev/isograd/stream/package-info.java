/** What happens to a job while it happens, as server-sent events. */
@ApplicationModule(allowedDependencies = {"jobs", "accounts"})
@NullMarked
package dev.isograd.stream;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
