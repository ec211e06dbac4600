package org.xinfu.bench;

import java.nio.file.Path;

/** {@code ./xinfu bench crypto}: a table on stdout and {@code target/bench/crypto.json}. */
public final class Bench {
  private Bench() {}

  public static void main(String[] args) throws Exception {
    Table.publish(Path.of(args[0]), "crypto", new CryptoBench().rows());
  }
}
