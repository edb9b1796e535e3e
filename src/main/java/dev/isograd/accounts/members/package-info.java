/** Accounts, projects and the members of projects, as administrators and project admins manage them. */
@NullMarked
package dev.isograd.accounts.members;

import org.jspecify.annotations.NullMarked;
