/** Signs browsers in and out, with an API key or a printed link. */
@NullMarked
package dev.isograd.accounts.signin;

import org.jspecify.annotations.NullMarked;
