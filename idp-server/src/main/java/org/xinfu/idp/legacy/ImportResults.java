package org.xinfu.idp.legacy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.legacy.ImportFile.Part;
import org.xinfu.trust.json.CanonicalJson;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.json.JsonException;

/**
 * What came of each line, kept beside the file: what it is of, then one JSON object a line, and
 * after each part the number of its last line. It is on the disk before the next part is sent, and
 * what is behind the last such number was torn and is done again. It holds no verifier; names to
 * log in with it does, so it is its owner's alone.
 */
final class ImportResults implements AutoCloseable {
  private static final String DONE = "doneUpTo";

  private final Path path;
  private final FileChannel file;
  private long created;
  private long unchanged;
  private long refused;
  private long done;

  private ImportResults(Path path, FileChannel file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Goes on with what is there, or begins; results of something else are put aside.
   *
   * @param of the file's digest, the source, the server
   */
  static ImportResults of(Path path, Map<String, Object> of) throws IOException {
    String head = CanonicalJson.write(new TreeMap<>(of));
    if (Files.exists(path) && !head.equals(head(path))) {
      Path aside = path.resolveSibling(path.getFileName() + ".old");
      Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
    }
    Set<PosixFilePermission> own = PosixFilePermissions.fromString("rw-------");
    FileChannel channel =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(own));
    Files.setPosixFilePermissions(path, own); // whatever was there before
    if (channel.tryLock() == null) {
      channel.close();
      throw new IOException("another import writes " + path);
    }
    ImportResults results = new ImportResults(path, channel);
    channel.truncate(results.take());
    channel.position(channel.size());
    if (channel.size() == 0) {
      results.write(head + "\n");
    }
    return results;
  }

  private static String head(Path path) throws IOException {
    String[] first = {""};
    each(
        path,
        line -> {
          first[0] = line;
          return false;
        });
    return first[0];
  }

  /** Sees a line; false when that was enough. */
  private interface Seen {
    boolean line(String line) throws IOException;
  }

  /** Whole lines, one at a time; whatever follows the last end of line is torn. */
  private static void each(Path path, Seen seen) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int octet = in.read(); octet >= 0; octet = in.read()) {
        if (octet != '\n') {
          line.write(octet);
        } else if (seen.line(line.toString(StandardCharsets.UTF_8))) {
          line.reset();
        } else {
          return;
        }
      }
    }
  }

  /** Counts what is there; how many octets of it stand. */
  private long take() throws IOException {
    long[] octets = {0, 0}; // seen, and standing
    List<String> part = new ArrayList<>();
    each(
        path,
        line -> {
          octets[0] += line.getBytes(StandardCharsets.UTF_8).length + 1;
          Map<String, @Nullable Object> members = parsed(line);
          if (octets[1] == 0) {
            octets[1] = octets[0]; // what it is of
          } else if (members.get(DONE) instanceof Long upTo) {
            part.forEach(this::count);
            part.clear();
            done = upTo;
            octets[1] = octets[0];
          } else {
            part.add(outcome(members));
          }
          return true;
        });
    return octets[1];
  }

  private static Map<String, @Nullable Object> parsed(String line) {
    try {
      return Json.parseObject(line);
    } catch (JsonException torn) {
      return Map.of();
    }
  }

  /** Number of the last line that needs not be sent. */
  long goneOn() {
    return done;
  }

  long refused() {
    return refused;
  }

  /** Keeps what came of a part. */
  void add(Part part, List<Map<String, @Nullable Object>> answered) throws IOException {
    List<Map<String, @Nullable Object>> results = new ArrayList<>(answered);
    for (long number : part.unreadable()) {
      Map<String, @Nullable Object> unreadable = new TreeMap<>();
      unreadable.put("line", number);
      unreadable.put("outcome", "REFUSED");
      unreadable.put("code", "request-malformed");
      results.add(unreadable);
    }
    results.sort(Comparator.<Map<String, @Nullable Object>>comparingLong(ImportResults::number));
    String text =
        results.stream()
            .map(result -> CanonicalJson.write(new TreeMap<>(result)) + "\n")
            .collect(Collectors.joining());
    write(text + CanonicalJson.write(Map.of(DONE, part.last())) + "\n");
    for (Map<String, @Nullable Object> result : results) {
      count(outcome(result));
    }
    done = part.last();
  }

  private void write(String text) throws IOException {
    ByteBuffer octets = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (octets.hasRemaining()) {
      file.write(octets);
    }
    file.force(true);
  }

  private static String outcome(Map<String, @Nullable Object> result) {
    return Objects.toString(result.get("outcome"));
  }

  private void count(String outcome) {
    switch (outcome) {
      case "CREATED" -> created++;
      case "UNCHANGED" -> unchanged++;
      default -> refused++;
    }
  }

  private static long number(Map<String, @Nullable Object> result) {
    return result.get("line") instanceof Long line ? line : 0;
  }

  /**
   * How far it is.
   *
   * @param all lines of the file
   */
  String soFar(long all) {
    return "line %d of %d 行, created %d, unchanged %d, refused %d"
        .formatted(done, all, created, unchanged, refused);
  }

  String sum() {
    return "created 新建 %d, unchanged 已有 %d, refused 拒绝 %d".formatted(created, unchanged, refused);
  }

  /** Prints a table: line, code, what is not right, its id there, and why. */
  void refusedLines(Consumer<String> out) throws IOException {
    if (refused == 0) {
      return;
    }
    out.accept(String.join("\t", "line 行", "code 代码", "members 字段", "id 原编号", "why 原因"));
    each(
        path,
        line -> {
          if (line.contains("\"REFUSED\"")) { // what is read twice is read fast
            row(parsed(line)).ifPresent(out);
          }
          return true;
        });
  }

  private static Optional<String> row(Map<String, @Nullable Object> one) {
    if (!outcome(one).equals("REFUSED")) {
      return Optional.empty();
    }
    String faults =
        one.get("faults") instanceof List<?> list
            ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
            : "";
    String why =
        one.get("problem") instanceof Map<?, ?> said
            ? said.values().stream().map(String::valueOf).sorted().collect(Collectors.joining(" "))
            : "";
    return Optional.of(
        String.join(
            "\t",
            String.valueOf(number(one)),
            shown(Objects.toString(one.get("code"))),
            shown(faults),
            shown(Objects.toString(one.get("id"), "")),
            shown(why)));
  }

  /** The file's words, where a terminal would obey some of them. */
  private static String shown(String text) {
    return text.codePoints()
        .limit(200)
        .map(
            c ->
                switch (Character.getType(c)) {
                  case Character.CONTROL,
                      Character.FORMAT,
                      Character.SURROGATE,
                      Character.UNASSIGNED,
                      Character.LINE_SEPARATOR,
                      Character.PARAGRAPH_SEPARATOR,
                      Character.PRIVATE_USE ->
                      '?';
                  default -> c;
                })
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
