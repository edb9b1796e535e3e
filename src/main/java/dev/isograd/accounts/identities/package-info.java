/** Accounts of people and CI systems that an identity provider vouches for, and the roles that their groups give. */
@NamedInterface("identities")
@NullMarked
package dev.isograd.accounts.identities;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
