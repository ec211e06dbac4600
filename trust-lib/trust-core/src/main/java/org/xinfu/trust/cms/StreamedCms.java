package org.xinfu.trust.cms;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;

/**
 * SignedData whose content is too large for memory. Everything around the content is read; the
 * content goes by once, through every digest that digestAlgorithms lists (RFC 5652 §5.1 puts them
 * in front for this), and again only for a digest that it does not list or for a signer without
 * attributes.
 */
final class StreamedCms {
  /** Smaller messages are read as a whole. */
  static final int LARGE = 4 << 20;

  /** Certificates, lists and signers together; an element before the content. */
  private static final int MOST_AROUND = 16 << 20;

  private final DocumentSource source;
  private final BerSource in;
  private final Map<ContentDigest, Bytes> digests = new EnumMap<>(ContentDigest.class);

  private StreamedCms(DocumentSource source) {
    this.source = source;
    this.in = new BerSource(source, 0);
  }

  /**
   * Reads ContentInfo and digests its content.
   *
   * @throws MalformedDer when it is not SignedData and nothing else; under {@code strict} also when
   *     it is not DER
   */
  static ParsedCms read(DocumentSource source, boolean strict) {
    return new StreamedCms(source).read(strict);
  }

  private ParsedCms read(boolean strict) {
    long size = source.length();
    BerSource.Head outer = in.enter(Der.SEQUENCE, size);
    Bytes type = in.element(outer.limit(), MOST_AROUND);
    BerSource.Head wrapped = in.enter(Der.CONTEXT_0, outer.limit());
    BerSource.Head data = in.enter(Der.SEQUENCE, wrapped.limit());
    Bytes version = in.element(data.limit(), MOST_AROUND);
    Bytes algorithms = in.element(data.limit(), MOST_AROUND);
    BerSource.Head encapsulated = in.enter(Der.SEQUENCE, data.limit());
    Bytes contentType = in.element(encapsulated.limit(), MOST_AROUND);
    Optional<SignedContent> content = Optional.empty();
    if (!in.ended(encapsulated)) {
      BerSource.Head explicit = in.enter(Der.CONTEXT_0, encapsulated.limit());
      content = Optional.of(content(explicit, algorithms));
      in.leave(explicit);
      in.leave(encapsulated);
    }
    Bytes rest = in.rest(data, MOST_AROUND);
    in.leave(wrapped);
    in.leave(outer);
    if (in.at() != size) {
      throw new MalformedDer("octets after the outermost element");
    }
    Bytes inside = sequence(version, algorithms, sequence(contentType), rest);
    Bytes around = sequence(type, element(Der.CONTEXT_0, inside));
    return parsed(around, strict).carrying(content);
  }

  private ParsedCms parsed(Bytes around, boolean strict) {
    if (strict && !in.der()) {
      throw new MalformedDer("BER, not DER");
    }
    if (in.der()) {
      return strict ? ParsedCms.parse(around) : ParsedCms.parseLenient(around);
    }
    return ParsedCms.parseBer(around);
  }

  private SignedContent content(BerSource.Head explicit, Bytes algorithms) {
    long start = in.at();
    List<ContentDigest> listed = listed(algorithms);
    try (InputStream once = new ContentSegments(in, explicit.limit())) {
      digests.putAll(ContentDigest.all(listed, once));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SignedContent(
        digest -> digests.computeIfAbsent(digest, d -> again(d, start, explicit.limit())),
        Optional.empty(),
        Optional.of(() -> new ContentSegments(new BerSource(source, start), explicit.limit())));
  }

  private Bytes again(ContentDigest digest, long start, long limit) {
    try (InputStream content = new ContentSegments(new BerSource(source, start), limit)) {
      return digest.of(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<ContentDigest> listed(Bytes algorithms) {
    return Der.outer(BerForm.definite(algorithms)).expect(Der.SET).children().stream()
        .map(ParsedCms::algorithm)
        .map(AlgorithmIdentifier::getAlgorithm)
        .flatMap(oid -> ContentDigest.ofOid(oid).stream())
        .distinct()
        .toList();
  }

  private static Bytes sequence(Bytes... parts) {
    return element(Der.SEQUENCE, parts);
  }

  private static Bytes element(int tag, Bytes... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Bytes part : parts) {
      all.writeBytes(part.toArray());
    }
    return Bytes.of(BerForm.encode(tag, all.toByteArray()));
  }
}
