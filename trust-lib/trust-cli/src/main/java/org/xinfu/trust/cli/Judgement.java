package org.xinfu.trust.cli;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.DocumentFormat;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.facts.Facts;
import org.xinfu.trust.seal.SealPicture;

/**
 * What came of one file: a report, or why the file could not be read.
 *
 * @param name of the document, as it was given
 * @param document where reports can read what they show of it
 * @param facts when these were judged instead of the document
 */
record Judgement(
    String name,
    @Nullable DocumentReport found,
    @Nullable String unreadable,
    @Nullable DocumentSource document,
    @Nullable Facts facts) {
  static Judgement of(Path file, DocumentReport report) {
    return new Judgement(file.toString(), report, null, DocumentSource.of(file), null);
  }

  /** Of a document that was not seen itself. */
  static Judgement of(Facts facts, DocumentReport report) {
    return new Judgement(facts.file(), report, null, facts.document(), facts);
  }

  static Judgement unread(Path file, String why) {
    return new Judgement(file.toString(), null, why, null, null);
  }

  /** Judges {@code file}, over {@code content} when it lies apart, both read under the watch. */
  static Judgement of(
      Path file, @Nullable Path content, TrustPolicy policy, UnaryOperator<DocumentSource> watch) {
    Optional<String> why = whyUnreadable(file, content);
    if (why.isPresent()) {
      return unread(file, why.get());
    }
    try {
      DocumentSource source = watch.apply(DocumentSource.of(file));
      DocumentReport report =
          content == null
              ? Trust.verify(source, policy)
              : Trust.verify(source, watch.apply(DocumentSource.of(content)), policy);
      return of(file, report);
    } catch (UncheckedIOException e) {
      return unread(file, String.valueOf(e.getMessage()));
    }
  }

  /** Whether nothing can be handed in for this file; not when it cannot be read. */
  static boolean holdsContent(Path file) {
    try {
      return unreadable(file).isEmpty()
          && Trust.detect(DocumentSource.of(file)).filter(DocumentFormat::holdsContent).isPresent();
    } catch (UncheckedIOException toldWhenItIsJudged) {
      return false;
    }
  }

  /** Why the file, or what it is over, cannot be read. */
  static Optional<String> whyUnreadable(Path file, @Nullable Path content) {
    return unreadable(file).or(() -> content == null ? Optional.empty() : unreadable(content));
  }

  /** The same with a report that says more. */
  Judgement with(UnaryOperator<DocumentReport> note) {
    return found == null
        ? this
        : new Judgement(name, note.apply(found), unreadable, document, facts);
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

  /** The facts that were judged instead of the document. */
  Optional<Facts> unseen() {
    return Optional.ofNullable(facts);
  }

  /** The octets of the seal's picture, exactly those that were verified. */
  Optional<SealPicture> picture(SignatureReport.SealFacts seal) {
    return Optional.ofNullable(document)
        .flatMap(source -> SealPictures.find(source, seal.picture().sha256()));
  }

  int status() {
    return report().map(r -> ExitStatus.of(r.conclusion())).orElse(ExitStatus.UNREADABLE);
  }
}
