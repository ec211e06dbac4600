package org.xinfu.trust.cms;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;

/** Detached content from where documents come from, digested piece by piece and once for each. */
public final class SignedContents {
  /** What a signer without signed attributes may be over, which needs the octets in memory. */
  private static final int MOST_IN_MEMORY = 64 << 20;

  private SignedContents() {}

  /** The digests of a document; each is computed once. */
  public static Function<ContentDigest, Bytes> digests(DocumentSource source) {
    Map<ContentDigest, Bytes> known = new EnumMap<>(ContentDigest.class);
    return digest ->
        known.computeIfAbsent(digest, d -> source.derive(d.name(), octets -> digest(octets, d)));
  }

  /** The document as content: its octets too when they are few. */
  public static SignedContent of(DocumentSource source) {
    Optional<Bytes> octets =
        source.length() <= MOST_IN_MEMORY
            ? Optional.of(source.readAll(MOST_IN_MEMORY))
            : Optional.empty();
    return new SignedContent(digests(source), octets, Optional.of(source::stream));
  }

  private static Bytes digest(DocumentSource source, ContentDigest digest) {
    try (InputStream stream = source.stream()) {
      return digest.of(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
