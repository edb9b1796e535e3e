package dev.isograd.database;

import dev.isograd.IsogradProperties;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Starts the embedded server if no database is configured. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("'${spring.datasource.url:}'.isEmpty()")
class EmbeddedDatabaseConfiguration {

    @Bean
    EmbeddedServer embeddedServer(
            IsogradProperties properties,
            @Value("${server.port:8080}") int webPort,
            @Value("${management.server.port:0}") int managementPort) {
        return EmbeddedServer.start(
                properties.dataDir(), new PostgresPort(PostgresPort::free, List.of(webPort, managementPort)));
    }

    /** Links the connection pool to the server, so that the server stops after the pool is closed. */
    @Bean
    JdbcConnectionDetails embeddedConnectionDetails(EmbeddedServer server) {
        return new JdbcConnectionDetails() {
            @Override
            public String getJdbcUrl() {
                return server.url();
            }

            @Override
            public String getUsername() {
                return "postgres";
            }

            @Override
            public String getPassword() {
                return server.password();
            }
        };
    }
}
