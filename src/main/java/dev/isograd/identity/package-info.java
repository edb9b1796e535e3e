/** Sign-in at an identity provider, and tokens of CI systems for keys that live an hour. */
@ApplicationModule(allowedDependencies = {"access", "accounts", "accounts::identities", "http", "limits"})
@NullMarked
package dev.isograd.identity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
