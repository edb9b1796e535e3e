/** Accounts, projects and their members, API keys, sign-in, and the check of rights. */
@ApplicationModule(allowedDependencies = {"access", "audit", "http", "idempotency", "limits"})
@NullMarked
package dev.isograd.accounts;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
