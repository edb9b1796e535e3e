package dev.isograd.database;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Sizes the pool of connections and puts the queue for them in front of it. */
@Configuration(proxyBeanMethods = false)
class FairDataSourceConfiguration {

    private static final String SIZE = "spring.datasource.hikari.maximum-pool-size";
    private static final int FEWEST = 4;
    private static final int MOST = 10;

    @Bean
    static BeanPostProcessor fairDataSource(Environment environment) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof HikariDataSource pool && !environment.containsProperty(SIZE)) {
                    pool.setMaximumPoolSize(connections(Runtime.getRuntime().availableProcessors()));
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
