package org.xinfu.kit.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.json.CanonicalJson;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.json.JsonException;

/**
 * What a backup holds, as canonical JSON (RFC 8785).
 *
 * @param id of the backup, part of its name
 * @param at RFC 3339, when it was begun
 * @param logs one for each database
 * @param files all files but the manifest and its sums
 * @param keys that what is in here cannot be read without
 */
record Manifest(String id, String at, List<Log> logs, List<File> files, List<KeyCheck> keys) {
  static final String FORMAT = "xinfu-backup";
  static final long VERSION = 1;

  Manifest {
    logs = List.copyOf(logs);
    files = List.copyOf(files);
    keys = List.copyOf(keys);
  }

  /**
   * A database and the head of its log at the end of the copy.
   *
   * @param system identifier of the database cluster
   * @param schema number of the last migration
   * @param size entries
   * @param root SHA-256 tree hash, RFC 9162 §2.1.1, in hex
   */
  record Log(String service, String system, String postgres, long schema, long size, String root) {}

  /** A file, with both digests in hex. */
  record File(String name, long bytes, String sha256, String sm3) {}

  /** A key file below the home directory, and a value by which it is known. */
  record KeyCheck(String file, String check) {}

  String json() {
    return json(
        Map.of(
            "format", FORMAT,
            "version", VERSION,
            "id", id,
            "at", at,
            "logs", logs.stream().map(Manifest::members).toList(),
            "files", files.stream().map(Manifest::members).toList(),
            "keys", keys.stream().map(Manifest::members).toList()));
  }

  /** One line of JSON with sorted members, RFC 8785 §3.2.3. */
  static String json(Map<String, ?> members) {
    return CanonicalJson.write(new TreeMap<>(members)) + "\n";
  }

  /**
   * Reads one.
   *
   * @throws NotDone when it is none, or of a later version
   */
  static Manifest parse(String text) {
    try {
      Map<String, @Nullable Object> members = Json.parseObject(text);
      if (!FORMAT.equals(members.get("format"))) {
        throw BackupRefusal.FOREIGN.because("the manifest is of something else");
      }
      if (number(members, "version") > VERSION) {
        throw BackupRefusal.TOO_NEW.because("version " + members.get("version"));
      }
      Manifest read =
          new Manifest(
              text(members, "id"),
              text(members, "at"),
              list(members, "logs", Manifest::log),
              list(members, "files", Manifest::file),
              list(members, "keys", k -> new KeyCheck(text(k, "file"), text(k, "check"))));
      if (!read.json().equals(text)) {
        throw BackupRefusal.DAMAGED.because("the manifest is not as it was written");
      }
      return read;
    } catch (JsonException e) {
      throw BackupRefusal.DAMAGED.because("the manifest: " + e.getMessage());
    }
  }

  private static Map<String, Object> members(Log log) {
    return new TreeMap<>(
        Map.of(
            "service", log.service,
            "system", log.system,
            "postgres", log.postgres,
            "schema", log.schema,
            "size", log.size,
            "root", log.root));
  }

  private static Map<String, Object> members(File file) {
    return new TreeMap<>(
        Map.of("name", file.name, "bytes", file.bytes, "sha256", file.sha256, "sm3", file.sm3));
  }

  private static Map<String, Object> members(KeyCheck key) {
    return new TreeMap<>(Map.of("file", key.file, "check", key.check));
  }

  private static Log log(Map<String, @Nullable Object> members) {
    return new Log(
        text(members, "service"),
        text(members, "system"),
        text(members, "postgres"),
        number(members, "schema"),
        number(members, "size"),
        text(members, "root"));
  }

  private static File file(Map<String, @Nullable Object> members) {
    return new File(
        text(members, "name"),
        number(members, "bytes"),
        text(members, "sha256"),
        text(members, "sm3"));
  }

  static String text(Map<String, @Nullable Object> members, String name) {
    if (members.get(name) instanceof String text) {
      return text;
    }
    throw new JsonException(name + " is no text");
  }

  static long number(Map<String, @Nullable Object> members, String name) {
    if (members.get(name) instanceof Long number) {
      return number;
    }
    throw new JsonException(name + " is no whole number");
  }

  @SuppressWarnings("unchecked")
  private static <T> List<T> list(
      Map<String, @Nullable Object> members,
      String name,
      Function<Map<String, @Nullable Object>, T> reading) {
    if (!(members.get(name) instanceof List<?> values)) {
      throw new JsonException(name + " is no list");
    }
    List<T> read = new ArrayList<>();
    for (Object value : values) {
      if (!(value instanceof Map<?, ?> map)) {
        throw new JsonException(name + " is no list of objects");
      }
      read.add(reading.apply((Map<String, @Nullable Object>) map));
    }
    return read;
  }
}
