package dev.isograd.web;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings that apply to every endpoint.
 *
 * @param largestBody largest request body in bytes
 * @param longestBodyTime longest time a client may take to send a body
 */
@ConfigurationProperties("isograd.web")
record WebProperties(
        @DefaultValue("262144") long largestBody,
        @DefaultValue("30s") Duration longestBodyTime) {}
