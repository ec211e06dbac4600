package org.xinfu.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;

/** {@code ./xinfu bench crypto}: a table on stdout and {@code target/bench/crypto.json}. */
public final class Bench {
  private Bench() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    List<Row> rows = new CryptoBench().rows();
    System.out.println(Row.head());
    rows.forEach(r -> System.out.println(r.text()));
    write(folder, rows);
  }

  private static void write(Path folder, List<Row> rows) throws IOException {
    String machine =
        System.getProperty("os.arch")
            + ", "
            + Runtime.getRuntime().availableProcessors()
            + " processors, Java "
            + System.getProperty("java.version");
    String json =
        "{\"name\":\"crypto\",\"at\":\""
            + Clock.systemUTC().instant()
            + "\",\"machine\":\""
            + machine
            + "\",\"rows\":["
            + rows.stream().map(Row::json).collect(Collectors.joining(","))
            + "]}\n";
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("crypto.json"), json);
  }
}
