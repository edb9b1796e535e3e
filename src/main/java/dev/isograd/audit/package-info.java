/** The record of changes to accounts, projects, rights and keys, and of deletions. */
@ApplicationModule(allowedDependencies = {"access", "http"})
@NullMarked
package dev.isograd.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
