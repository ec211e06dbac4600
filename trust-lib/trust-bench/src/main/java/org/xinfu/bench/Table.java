package org.xinfu.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;

/** The rows of one benchmark, for people and for programs. */
public final class Table {
  private Table() {}

  /** Prints them, and writes {@code <name>.json} into the folder. */
  public static void publish(Path folder, String name, List<Row> rows) throws IOException {
    System.out.println(Row.head());
    rows.forEach(r -> System.out.println(r.text()));
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(name + ".json"), json(name, rows));
  }

  private static String json(String name, List<Row> rows) {
    String machine =
        System.getProperty("os.arch")
            + ", "
            + Runtime.getRuntime().availableProcessors()
            + " processors, Java "
            + System.getProperty("java.version");
    return "{\"name\":\""
        + name
        + "\",\"at\":\""
        + Clock.systemUTC().instant()
        + "\",\"machine\":\""
        + machine
        + "\",\"rows\":["
        + rows.stream().map(Row::json).collect(Collectors.joining(","))
        + "]}\n";
  }
}
