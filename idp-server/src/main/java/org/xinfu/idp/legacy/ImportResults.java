package org.xinfu.idp.legacy;

import java.io.IOException;
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
import java.util.Set;
import java.util.TreeMap;
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

  private final FileChannel file;
  private final List<Map<String, @Nullable Object>> refused = new ArrayList<>();
  private long created;
  private long unchanged;
  private long done;

  private ImportResults(FileChannel file) {
    this.file = file;
  }

  /**
   * Goes on with what is there, or begins; results of something else are put aside.
   *
   * @param of the file's digest, the source, the server
   */
  static ImportResults of(Path path, Map<String, Object> of) throws IOException {
    List<String> kept = Files.exists(path) ? lines(path) : List.of();
    String head = CanonicalJson.write(new TreeMap<>(of));
    if (!kept.isEmpty() && !kept.getFirst().equals(head)) {
      Path aside = path.resolveSibling(path.getFileName() + ".old");
      Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
      kept = List.of();
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
    ImportResults results = new ImportResults(channel);
    channel.truncate(results.take(kept));
    channel.position(channel.size());
    if (channel.size() == 0) {
      results.write(head + "\n");
    }
    return results;
  }

  /** Whole lines; whatever follows the last end of line is torn. */
  private static List<String> lines(Path path) throws IOException {
    String text = Files.readString(path);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  /** How many octets of it stand. */
  private long take(List<String> kept) {
    long octets = 0;
    long standing = 0;
    List<Map<String, @Nullable Object>> part = new ArrayList<>();
    for (String line : kept) {
      octets += line.getBytes(StandardCharsets.UTF_8).length + 1;
      Map<String, @Nullable Object> members = parsed(line);
      if (standing == 0) {
        standing = octets; // what it is of
      } else if (members.get(DONE) instanceof Long upTo) {
        part.forEach(this::count);
        part.clear();
        done = upTo;
        standing = octets;
      } else {
        part.add(members);
      }
    }
    return standing;
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
    return refused.size();
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
    results.forEach(this::count);
    done = part.last();
  }

  private void write(String text) throws IOException {
    ByteBuffer octets = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (octets.hasRemaining()) {
      file.write(octets);
    }
    file.force(true);
  }

  private void count(Map<String, @Nullable Object> result) {
    switch (Objects.toString(result.get("outcome"))) {
      case "CREATED" -> created++;
      case "UNCHANGED" -> unchanged++;
      default -> refused.add(result);
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
        .formatted(done, all, created, unchanged, refused.size());
  }

  String sum() {
    return "created 新建 %d, unchanged 已有 %d, refused 拒绝 %d"
        .formatted(created, unchanged, refused.size());
  }

  /** A table: line, code, what is not right, its id there, and why. */
  List<String> refusedLines() {
    List<String> table = new ArrayList<>();
    if (!refused.isEmpty()) {
      table.add(String.join("\t", "line 行", "code 代码", "members 字段", "id 原编号", "why 原因"));
    }
    for (Map<String, @Nullable Object> one : refused) {
      String faults =
          one.get("faults") instanceof List<?> list
              ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
              : "";
      String why =
          one.get("problem") instanceof Map<?, ?> said
              ? said.values().stream()
                  .map(String::valueOf)
                  .sorted()
                  .collect(Collectors.joining(" "))
              : "";
      String id = Objects.toString(one.get("id"), "");
      table.add(
          String.join(
              "\t",
              String.valueOf(number(one)),
              shown(Objects.toString(one.get("code"))),
              shown(faults),
              shown(id),
              shown(why)));
    }
    return table;
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
