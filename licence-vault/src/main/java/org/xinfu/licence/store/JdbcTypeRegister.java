package org.xinfu.licence.store;

import java.sql.Timestamp;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.licence.types.Catalogue;
import org.xinfu.licence.types.TypePackage;

/** Registers the type packages at start; a published version must never change. */
public final class JdbcTypeRegister {
  private final JdbcClient jdbc;
  private final Clock clock;

  public JdbcTypeRegister(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Adds what is new.
   *
   * @throws IllegalStateException when a registered version has other content now
   */
  public void register(Catalogue catalogue) {
    catalogue.all().forEach(this::register);
  }

  private void register(TypePackage made) {
    jdbc.sql(
            """
            INSERT INTO licence_type (code, version, name_zh, name_en, sha256, registered_at)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (code, version) DO NOTHING
            """)
        .params(
            made.type().code(),
            made.type().version(),
            made.type().name().zh(),
            made.type().name().en(),
            made.sha256(),
            Timestamp.from(clock.instant()))
        .update();
    String registered =
        jdbc.sql("SELECT sha256 FROM licence_type WHERE code = ? AND version = ?")
            .params(made.type().code(), made.type().version())
            .query(String.class)
            .single();
    if (!registered.equals(made.sha256())) {
      throw new IllegalStateException(
          "type package %s version %d was published with other content; give it a new version"
              .formatted(made.type().code(), made.type().version()));
    }
  }
}
