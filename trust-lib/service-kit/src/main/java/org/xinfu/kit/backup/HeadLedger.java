package org.xinfu.kit.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.json.JsonException;

/**
 * Heads of the logs that were seen, one JSON line each, outside of every database: what a restored
 * log has to agree with even when the replaced data are gone. After a restore heads beyond it are
 * of a log that was given up, and count no more.
 */
record HeadLedger(Path file) {
  private static final String SEEN = "seen";
  private static final String RESTORED = "restored";
  private static final String FORKED = "forked";

  /** The head in a backup. */
  static Line seen(String backup, String at, Manifest.Log log) {
    return new Line(SEEN, backup, at, log.service(), log.size(), log.root());
  }

  /** The head that a restore went back to, on the same log or on one that forks from it. */
  static Line restored(String label, String at, Manifest.Log log, boolean forks) {
    String event = forks ? FORKED : RESTORED;
    return new Line(event, label, at, log.service(), log.size(), log.root());
  }

  /**
   * A head.
   *
   * @param event what it was seen by: a backup, or a restore that went back to it
   * @param name of the backup or the restore
   */
  record Line(String event, String name, String at, String log, long size, String root) {
    String json() {
      return Manifest.json(
          Map.of("event", event, "name", name, "at", at, "log", log, "size", size, "root", root));
    }
  }

  /** On the disk when it returns; a line that is there already is not written again. */
  void append(List<Line> lines) throws IOException {
    StringBuilder text = new StringBuilder();
    String before = Files.exists(file) ? Files.readString(file) : "";
    if (!before.isEmpty() && !before.endsWith("\n")) {
      text.append('\n'); // a crash cut the last line off
    }
    lines.stream().map(Line::json).filter(line -> !before.contains(line)).forEach(text::append);
    if (!Files.exists(file)) {
      Durable.fresh(file);
    }
    ByteBuffer octets = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      while (octets.hasRemaining()) {
        channel.write(octets);
      }
      channel.force(true);
    }
    Durable.sync(file.toAbsolutePath().resolve("..").normalize());
  }

  /** Root by size of a log, the smallest first; empty when there is no ledger. */
  TreeMap<Long, String> known(String log) throws IOException {
    TreeMap<Long, String> heads = new TreeMap<>();
    if (!Files.exists(file)) {
      return heads;
    }
    for (String text : Files.readAllLines(file)) {
      Line line = parse(text);
      if (line == null || !line.log().equals(log)) {
        continue;
      }
      switch (line.event()) {
        case RESTORED -> heads.tailMap(line.size(), false).clear();
        case FORKED -> heads.clear();
        default -> {} // one more that was seen
      }
      heads.put(line.size(), line.root());
    }
    return heads;
  }

  static @Nullable Line parse(String text) {
    try {
      Map<String, @Nullable Object> members = Json.parseObject(text);
      return new Line(
          Manifest.text(members, "event"),
          Manifest.text(members, "name"),
          Manifest.text(members, "at"),
          Manifest.text(members, "log"),
          Manifest.number(members, "size"),
          Manifest.text(members, "root"));
    } catch (JsonException cutOff) {
      return null;
    }
  }
}
