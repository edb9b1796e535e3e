package dev.isograd.database;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the database.
 *
 * @param migrateAtStart whether a process brings the database up to date when it starts, or leaves it to the role migrate
 */
@ConfigurationProperties("isograd.database")
record DatabaseProperties(@DefaultValue("true") boolean migrateAtStart) {}
