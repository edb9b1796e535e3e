package dev.isograd.database;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Sets the pool's size and each connection's lock timeouts, and wraps the pool in a {@link FairDataSource}. */
@Configuration(proxyBeanMethods = false)
class FairDataSourceConfiguration {

    private static final String SIZE = "spring.datasource.hikari.maximum-pool-size";
    private static final String LAUNCHER = "isograd.worker.launcher";

    /** The trainings of such a worker compute elsewhere: there can be many more of them than processors here. */
    private static final String KUBERNETES = "kubernetes";

    private static final int MIN_SIZE = 4;
    private static final int MAX_SIZE = 10;

    /**
     * Ends transactions that stand still. A machine that dies or freezes in a transaction does not close its
     * connection, so its locks could block other machines for hours, although these must take over its jobs within a
     * minute.
     */
    private static final String TIMEOUTS = "set idle_in_transaction_session_timeout = '30s'; set lock_timeout = '10s'";

    @Bean
    static BeanPostProcessor fairDataSource(Environment environment) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof HikariDataSource pool) {
                    if (!environment.containsProperty(SIZE)) {
                        pool.setMaximumPoolSize(
                                KUBERNETES.equalsIgnoreCase(environment.getProperty(LAUNCHER))
                                        ? MAX_SIZE
                                        : connections(Runtime.getRuntime().availableProcessors()));
                    }
                    String configured = pool.getConnectionInitSql();
                    pool.setConnectionInitSql(configured == null ? TIMEOUTS : TIMEOUTS + "; " + configured);
                }
                return bean;
            }

            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof HikariDataSource pool ? new FairDataSource(pool) : bean;
            }
        };
    }

    /**
     * Two connections per processor, within bounds; more would slow every statement (HikariCP's "About Pool Sizing").
     */
    static int connections(int processors) {
        return Math.clamp(2L * processors, MIN_SIZE, MAX_SIZE);
    }
}
