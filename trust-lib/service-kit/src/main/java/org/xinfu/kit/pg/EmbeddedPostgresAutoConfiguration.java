package org.xinfu.kit.pg;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.xinfu.kit.home.ServiceHome;

/** Without {@code spring.datasource.url} a service runs on its own PostgreSQL. */
@AutoConfiguration(before = DataSourceAutoConfiguration.class)
@ConditionalOnProperty(
    name = "spring.datasource.url",
    havingValue = "embedded",
    matchIfMissing = true)
@ConditionalOnMissingBean(DataSource.class)
class EmbeddedPostgresAutoConfiguration {
  /** Below the home directory while a restore exchanges the directories of services. */
  private static final String RESTORE_PENDING = "restore.pending";

  @Bean
  EmbeddedPostgres embeddedPostgres(
      ServiceHome home,
      @Value("${xinfu.pg.cache:}") String cache,
      @Value("${xinfu.pg.fsync:true}") boolean fsync) {
    if (Files.exists(home.home().resolve(RESTORE_PENDING))) {
      throw new StoreUnavailable("a restore was cut off; run ./xinfu restore again before a start");
    }
    return EmbeddedPostgres.start(
        home.dataDirectory().resolve("postgres"),
        cache.isBlank() ? PostgresBinaries.cache() : Path.of(cache),
        fsync);
  }

  /** The pool; closed before the server that it depends on. */
  @Bean
  HikariDataSource dataSource(
      EmbeddedPostgres server,
      ServiceHome home,
      @Value("${spring.datasource.hikari.maximum-pool-size:16}") int connections,
      @Value("${spring.datasource.hikari.minimum-idle:16}") int idle) {
    String name = home.service().replaceAll("[^a-z0-9]+", "_");
    server.createDatabase(name);
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(server.url(name));
    pool.setUsername(server.user());
    pool.setPassword(server.password());
    pool.setMaximumPoolSize(connections);
    pool.setMinimumIdle(Math.min(idle, connections));
    pool.setPoolName(name);
    return pool;
  }
}
