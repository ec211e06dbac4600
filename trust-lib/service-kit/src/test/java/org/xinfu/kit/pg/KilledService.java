package org.xinfu.kit.pg;

import java.nio.file.Path;

/** A service that acknowledges one row and then waits for its kill -9. */
final class KilledService {
  private KilledService() {}

  public static void main(String[] arguments) throws Exception {
    EmbeddedPostgres server = EmbeddedPostgres.start(Path.of(arguments[0]));
    EmbeddedPostgresTest.run(
        server.createDatabase("seal"),
        "CREATE TABLE t (v text)",
        "INSERT INTO t VALUES ('acknowledged')");
    System.out.println("ACKNOWLEDGED");
    Thread.sleep(60_000);
  }
}
