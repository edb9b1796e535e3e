package dev.isograd.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Reports whether the database answers.
 *
 * <p>Uses a connection of its own. The pool's would be late: a pool waits for a lost database, and a busy one has no
 * free connection although the database is well. Replaces Spring Boot's indicator, which has the same name.
 */
@Component("dbHealthIndicator")
final class DatabaseHealth implements HealthIndicator {

    private static final int LIMIT_SECONDS = 2;

    /** Anybody may ask, so answers are kept for a second. */
    private static final long FRESH_NANOS = 1_000_000_000;

    private final DataSource pool;
    private @Nullable Health last;
    private long checkedAt;

    DatabaseHealth(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public synchronized Health health() {
        Health answer = last;
        if (answer == null || System.nanoTime() - checkedAt > FRESH_NANOS) {
            answer = check();
            last = answer;
            checkedAt = System.nanoTime();
        }
        return answer;
    }

    private Health check() {
        try {
            HikariDataSource settings = pool.unwrap(HikariDataSource.class);
            try (Connection connection = DriverManager.getConnection(settings.getJdbcUrl(), properties(settings))) {
                return connection.isValid(LIMIT_SECONDS)
                        ? Health.up().build()
                        : Health.down().build();
            }
        } catch (SQLException unreachable) {
            return Health.down(unreachable).build();
        }
    }

    private static Properties properties(HikariDataSource settings) {
        Properties properties = new Properties();
        properties.putAll(settings.getDataSourceProperties());
        for (String limit : new String[] {"loginTimeout", "connectTimeout", "socketTimeout"}) {
            properties.setProperty(limit, Integer.toString(LIMIT_SECONDS));
        }
        if (settings.getUsername() != null) {
            properties.setProperty("user", settings.getUsername());
        }
        if (settings.getPassword() != null) {
            properties.setProperty("password", settings.getPassword());
        }
        return properties;
    }
}
