package org.xinfu.idp.legacy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
  private static final String BEGUN = "begun";

  /** What the first line begins with, members sorted. */
  private static final String HEAD = "{\"" + BEGUN + "\":\"";

  private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rw-------");

  private final Path path;
  private final FileChannel lock;
  private final FileChannel file;
  private String begun = "";
  private long created;
  private long unchanged;
  private long refused;
  private long done;

  private ImportResults(Path path, FileChannel lock, FileChannel file) {
    this.path = path;
    this.lock = lock;
    this.file = file;
  }

  /** Files that may be written for results at that place: they, those of before, and the lock. */
  static List<Path> written(Path path) {
    return List.of(path, beside(path, ".old"), beside(path, ".lock"));
  }

  private static Path beside(Path path, String end) {
    return path.resolveSibling(path.getFileName() + end);
  }

  /**
   * Goes on with what is there, or begins; results of something else are put aside. The lock is
   * held before anything is looked at, on a file that is never moved: whoever comes second moves
   * nothing that the first one writes.
   *
   * @param of the file's digest, the source, the server
   * @throws IOException also when another import writes there, or what is there is none of ours
   */
  static ImportResults of(Path path, Map<String, Object> of, Instant now) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("no file of its own: " + path);
    }
    FileChannel lock = opened(beside(path, ".lock"));
    boolean kept = false;
    try {
      if (!held(lock)) {
        throw new IOException("another import writes " + path);
      }
      ImportResults results = locked(path, lock, of, now);
      kept = true;
      return results;
    } finally {
      if (!kept) {
        lock.close();
      }
    }
  }

  private static boolean held(FileChannel lock) throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException here) { // by this very process
      return false;
    }
  }

  private static FileChannel opened(Path path) throws IOException {
    return FileChannel.open(
        path,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
        PosixFilePermissions.asFileAttribute(OWN));
  }

  private static ImportResults locked(
      Path path, FileChannel lock, Map<String, Object> of, Instant now) throws IOException {
    if (Files.exists(path)) {
      if (!ours(path)) {
        throw new IOException("no results of an import: " + path);
      }
      String first = head(path);
      Map<String, @Nullable Object> there = new TreeMap<>(parsed(first));
      there.remove(BEGUN);
      if (!first.isEmpty() && !there.equals(of)) {
        Files.move(path, beside(path, ".old"), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    ImportResults results = new ImportResults(path, lock, opened(path));
    Files.setPosixFilePermissions(path, OWN); // whatever was there before
    results.goOn(of, now);
    return results;
  }

  /** Whether an import began it; another file that somebody names by mistake is not touched. */
  private static boolean ours(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      String begin = new String(in.readNBytes(HEAD.length()), StandardCharsets.UTF_8);
      return HEAD.startsWith(begin);
    }
  }

  private void goOn(Map<String, Object> of, Instant now) throws IOException {
    file.truncate(take());
    file.position(file.size());
    if (file.size() == 0) {
      TreeMap<String, Object> head = new TreeMap<>(of);
      head.put(BEGUN, now.truncatedTo(ChronoUnit.SECONDS).toString());
      write(CanonicalJson.write(head) + "\n");
    }
    begun = Objects.toString(parsed(head(path)).get(BEGUN), "");
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

  /** When the first line was sent, in UTC. */
  String begun() {
    return begun;
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
    try (lock) {
      file.close();
    }
  }
}
