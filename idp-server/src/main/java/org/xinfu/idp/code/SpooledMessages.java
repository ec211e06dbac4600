package org.xinfu.idp.code;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.xinfu.idp.domain.Contact;
import tools.jackson.databind.json.JsonMapper;

/**
 * Delivers nothing: appends each message to a file that its owner alone may read, one JSON object a
 * line {@code {"at","kind","to","text"}}. For development and tests; production refuses it.
 */
public final class SpooledMessages implements Messages {
  private final Path file;
  private final Clock clock;
  private final JsonMapper json = JsonMapper.builder().build();

  public SpooledMessages(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  @Override
  public synchronized void send(UUID id, Contact to, String text) {
    Map<String, String> line = new LinkedHashMap<>();
    line.put("at", clock.instant().toString());
    line.put("kind", to.kind().name());
    line.put("to", to.value());
    line.put("text", text);
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      Files.writeString(
          file,
          json.writeValueAsString(line) + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new MessageNotSent("the spool takes nothing", e);
    }
  }
}
