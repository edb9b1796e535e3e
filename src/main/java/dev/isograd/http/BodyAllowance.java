package dev.isograd.http;

import java.time.Duration;

/**
 * Lets the bodies of one endpoint be larger and take longer than those of the others. Each such endpoint has a bean of this
 * type.
 *
 * @param method such as PUT
 * @param pattern pattern of the path, as in a mapping
 * @param largest largest body in bytes
 * @param longest longest time a client may take to send a body
 */
public record BodyAllowance(String method, String pattern, long largest, Duration longest) {}
