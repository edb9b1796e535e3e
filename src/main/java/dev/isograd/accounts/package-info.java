/** Accounts, projects, API keys and sign-in. */
@ApplicationModule(allowedDependencies = {"http", "idempotency"})
@NullMarked
package dev.isograd.accounts;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
