package dev.isograd.database;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Sizes the pool of connections, limits what each may hold up, and puts the queue for them in front of it. */
@Configuration(proxyBeanMethods = false)
class FairDataSourceConfiguration {

    private static final String SIZE = "spring.datasource.hikari.maximum-pool-size";
    private static final int FEWEST = 4;
    private static final int MOST = 10;

    /**
     * A machine that dies or freezes in the middle of a transaction says no goodbye: for hours its locks would stop the
     * others, who are to take over its trainings within a minute.
     */
    private static final String LIMITS = "set idle_in_transaction_session_timeout = '30s'; set lock_timeout = '10s'";

    @Bean
    static BeanPostProcessor fairDataSource(Environment environment) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof HikariDataSource pool) {
                    if (!environment.containsProperty(SIZE)) {
                        pool.setMaximumPoolSize(connections(Runtime.getRuntime().availableProcessors()));
                    }
                    String configured = pool.getConnectionInitSql();
                    pool.setConnectionInitSql(configured == null ? LIMITS : LIMITS + "; " + configured);
                }
                return bean;
            }

            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof HikariDataSource pool ? new FairDataSource(pool) : bean;
            }
        };
    }

    /** More statements at a time than this make each slower and none sooner done (HikariCP's "About Pool Sizing"). */
    static int connections(int processors) {
        return Math.clamp(2L * processors, FEWEST, MOST);
    }
}
