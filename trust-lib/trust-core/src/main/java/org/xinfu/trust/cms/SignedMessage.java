package org.xinfu.trust.cms;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;

/** A SignedData that was read and not yet judged: nothing of it is to be believed. */
public final class SignedMessage {
  private final ParsedCms parsed;

  private SignedMessage(ParsedCms parsed) {
    this.parsed = parsed;
  }

  /** Reads DER or BER ContentInfo, RFC 5652 or GB/T 35275; empty when it is no SignedData. */
  public static Optional<SignedMessage> parse(Bytes octets) {
    try {
      return Optional.of(new SignedMessage(ParsedCms.parseLenient(octets)));
    } catch (MalformedDer other) {
      return Optional.empty();
    }
  }

  /**
   * Reads a message from where documents come from, leaving a large content there.
   *
   * @throws MalformedDer when it is no SignedData, or not DER and {@code strict} is set
   */
  static SignedMessage large(DocumentSource source, boolean strict) {
    return new SignedMessage(StreamedCms.read(source, strict));
  }

  /** eContentType in dotted form. */
  public String contentType() {
    return parsed.contentType().getId();
  }

  /** Content octets without tag and length; empty when detached, or too large for memory. */
  public Optional<Bytes> content() {
    return parsed.content().flatMap(SignedContent::octets);
  }

  /** What the content is where it is a structure, in an OCTET STRING or by itself (PKCS#7). */
  public Optional<Bytes> structure() {
    return parsed.form().structured()
        ? content().map(inside -> Bytes.of(BerForm.encode(Der.SEQUENCE, inside.toArray())))
        : content();
  }

  boolean attached() {
    return parsed.content().isPresent();
  }

  /** How many SignerInfos there are. */
  public int signers() {
    return parsed.signers().size();
  }

  /** Whether it is GB/T 35275's. */
  public boolean gb() {
    return parsed.form().gb();
  }

  /** What it brings for its own validation. */
  public Evidence evidence() {
    return parsed.evidence();
  }

  /**
   * The time-stamp tokens in the unsigned attributes of its SignerInfos, RFC 3161 §A and EN 319
   * 122-1 §5.5: signature and archive time-stamps that can be read. As interop does, a token is
   * looked for inside of an OCTET STRING, too.
   */
  public List<SignedMessage> timestamps() {
    return parsed.signers().stream()
        .flatMap(
            signer ->
                Stream.of(Oids.SIGNATURE_TIMESTAMP, Oids.ARCHIVE_TIMESTAMP_V3)
                    .flatMap(type -> signer.unsigned(type).stream()))
        .flatMap(token -> parse(token.encoded()).or(() -> framed(token)).stream())
        .toList();
  }

  private static Optional<SignedMessage> framed(Der token) {
    return token.tag() == Der.OCTET_STRING ? parse(token.content()) : Optional.empty();
  }

  /** Judges it over the content that it carries, or over {@code content} when it carries none. */
  public CmsJudgement judge(Optional<SignedContent> content, CmsContext context) {
    try {
      return CmsVerifier.judge(parsed, content, context);
    } catch (MalformedDer damaged) {
      return CmsVerifier.verify(Bytes.empty(), context);
    }
  }
}
