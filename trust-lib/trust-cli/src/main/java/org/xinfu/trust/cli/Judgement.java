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
  /** Judges {@code file}, over {@code content} when it lies apart. */
  static Judgement of(Path file, @Nullable Path content, TrustPolicy policy) {
    Optional<String> why =
        unreadable(file).or(() -> content == null ? Optional.empty() : unreadable(content));
    if (why.isPresent()) {
      return new Judgement(file, null, why.get());
    }
    try {
      DocumentSource source = DocumentSource.of(file);
      DocumentReport report =
          content == null
              ? Trust.verify(source, policy)
              : Trust.verify(source, DocumentSource.of(content), policy);
      return new Judgement(file, report, null);
    } catch (UncheckedIOException e) {
      return new Judgement(file, null, String.valueOf(e.getMessage()));
    }
  }

  private static Optional<String> unreadable(Path file) {
    if (!Files.exists(file)) {
      return Optional.of("no such file 文件不存在");
    }
    return Files.isRegularFile(file) && Files.isReadable(file)
        ? Optional.empty()
        : Optional.of("cannot be read 无法读取");
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
