/** The names of accounts, for pages that show who did something. */
@NamedInterface("names")
@NullMarked
package dev.isograd.accounts.names;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
