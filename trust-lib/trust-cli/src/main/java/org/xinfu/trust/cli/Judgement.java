package org.xinfu.trust.cli;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;

/** What came of one file: a report, or why the file could not be read. */
record Judgement(Path file, @Nullable DocumentReport found, @Nullable String unreadable) {
  static Judgement of(Path file, TrustPolicy policy) {
    if (!Files.exists(file)) {
      return new Judgement(file, null, "no such file 文件不存在");
    }
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      return new Judgement(file, null, "cannot be read 无法读取");
    }
    try {
      return new Judgement(file, Trust.verify(DocumentSource.of(file), policy), null);
    } catch (UncheckedIOException e) {
      return new Judgement(file, null, String.valueOf(e.getMessage()));
    }
  }

  Optional<DocumentReport> report() {
    return Optional.ofNullable(found);
  }

  Optional<String> error() {
    return Optional.ofNullable(unreadable);
  }

  int status() {
    return report().map(r -> ExitStatus.of(r.conclusion())).orElse(ExitStatus.UNREADABLE);
  }
}
