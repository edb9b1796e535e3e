package dev.isograd.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.isograd.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FairDataSourceTests {

    private HikariDataSource pool;
    private FairDataSource connections;

    @BeforeEach
    void open() {
        pool = new HikariDataSource();
        pool.setJdbcUrl(TestDatabase.create());
        pool.setMaximumPoolSize(1);
        pool.setConnectionTimeout(20_000);
        connections = new FairDataSource(pool);
    }

    @AfterEach
    void close() {
        pool.close();
    }

    /** Each client asks again at once after it is served, so an unfair pool would let it overtake the others. */
    @Test
    void servesRequestsInOrder() throws Exception {
        List<Integer> served = Collections.synchronizedList(new ArrayList<>());
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            try (Connection first = connections.getConnection()) {
                assertThat(first.isValid(1)).isTrue();
                for (int client = 0; client < 20; client++) {
                    int number = client;
                    clients.submit(() -> {
                        for (int turn = 0; turn < 5; turn++) {
                            try (Connection connection = connections.getConnection()) {
                                served.add(number);
                                connection.isValid(1);
                            }
                        }
                        return null;
                    });
                    while (connections.waiting() <= client) {
                        Thread.sleep(1);
                    }
                }
            }
            clients.shutdown();
            assertThat(clients.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }

        assertThat(served).hasSize(100);
        assertThat(served.subList(0, 20))
                .containsExactlyElementsOf(IntStream.range(0, 20).boxed().toList());
    }

    @Test
    void reportsATimeout() throws SQLException {
        pool.setConnectionTimeout(250);
        connections = new FairDataSource(pool);
        try (Connection only = connections.getConnection()) {
            assertThat(only.isClosed()).isFalse();
            assertThatExceptionOfType(SQLTransientConnectionException.class)
                    .isThrownBy(connections::getConnection)
                    .withMessage("All connections were in use for 250 ms");
        }
        assertThat(canConnect()).isTrue();
    }

    @Test
    void releasesAConnectionOnceThatIsClosedTwice() throws SQLException {
        pool.setConnectionTimeout(250);
        connections = new FairDataSource(pool);
        Connection twice = connections.getConnection();
        twice.close();
        twice.close();
        try (Connection only = connections.getConnection()) {
            assertThat(Set.of(only, twice)).hasSize(2).contains(only);
            assertThatExceptionOfType(SQLTransientConnectionException.class)
                    .isThrownBy(connections::getConnection)
                    .withMessageContaining("All connections");
        }
    }

    @Test
    void releasesThePermitIfConnectingFails() throws SQLException {
        HikariDataSource broken = new HikariDataSource();
        broken.setJdbcUrl("jdbc:postgresql://localhost:1/none");
        broken.setConnectionTimeout(250);
        broken.setInitializationFailTimeout(-1);
        broken.setMaximumPoolSize(1);
        try (broken) {
            FairDataSource none = new FairDataSource(broken);
            for (int turn = 0; turn < 2; turn++) {
                assertThatExceptionOfType(SQLException.class)
                        .isThrownBy(none::getConnection)
                        .withMessageNotContaining("All connections");
            }
        }
    }

    private boolean canConnect() throws SQLException {
        try (Connection connection = connections.getConnection()) {
            return connection.isValid(1);
        }
    }

    @Test
    void takesTwoConnectionsForEachProcessorWithinBounds() {
        assertThat(IntStream.of(1, 2, 4, 5, 64).map(FairDataSourceConfiguration::connections))
                .containsExactly(4, 4, 8, 10, 10);
    }
}
