package org.xinfu.idp.restore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xinfu.kit.pg.StoreUnavailable;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.json.JsonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A directory of JSON lines, one file for each start of a server, so that no two write into one. A
 * line is on the disk before {@link #append} returns; one that a crash cut off is passed over,
 * since its act was not committed either.
 */
public final class FileJournal implements Journal {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path directory;
  private @Nullable FileChannel open;

  /** Makes nothing before the first entry. */
  public FileJournal(Path directory) {
    this.directory = directory;
  }

  @Override
  public synchronized void append(Entry entry) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("id", entry.id());
    line.put("at", entry.at().toString());
    line.put("act", entry.act());
    line.put("subject", entry.subject());
    byte[] octets = (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      FileChannel file = file();
      ByteBuffer buffer = ByteBuffer.wrap(octets);
      while (buffer.hasRemaining()) {
        file.write(buffer);
      }
      file.force(true);
    } catch (IOException e) {
      throw new StoreUnavailable("cannot write the journal " + directory, e);
    }
  }

  @Override
  public List<Entry> all() {
    List<Entry> entries = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return entries;
    }
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
        for (String line : Files.readAllLines(file)) {
          parse(line).ifPresent(entries::add);
        }
      }
    } catch (IOException e) {
      throw new StoreUnavailable("cannot read the journal " + directory, e);
    }
    entries.sort(Comparator.comparing(Entry::at));
    return entries;
  }

  private FileChannel file() throws IOException {
    FileChannel known = open;
    if (known != null) {
      return known;
    }
    Files.createDirectories(directory);
    Path path = directory.resolve(UUID.randomUUID() + ".jsonl");
    FileChannel fresh =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true); // the new name has to survive, too
    }
    open = fresh;
    return fresh;
  }

  private static Optional<Entry> parse(String line) {
    try {
      Map<String, @Nullable Object> members = Json.parseObject(line);
      return Optional.of(
          new Entry(
              text(members, "id"),
              Instant.parse(text(members, "at")),
              text(members, "act"),
              text(members, "subject")));
    } catch (JsonException cutOff) {
      return Optional.empty();
    }
  }

  private static String text(Map<String, @Nullable Object> members, String name) {
    return String.valueOf(Objects.requireNonNull(members.get(name), name));
  }
}
