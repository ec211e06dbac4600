package org.xinfu.trust.jose;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.ContentReadings;
import org.xinfu.trust.key.Hash;

/**
 * The payload of one JWS for all of its signatures: decoded and parsed once, hashed for each, since
 * each is over its own header first, and not more often than {@link ContentReadings} allows. For
 * one thread.
 */
final class SharedPayload {
  private final Optional<String> written;
  private final Optional<Bytes> content;
  private final ContentReadings readings;
  private final Map<Digested, Bytes> digests = new HashMap<>();
  private @Nullable Found<JwsPayload> decoded;
  private @Nullable Found<Map<String, @Nullable Object>> members;
  private @Nullable Bytes parsed;
  private @Nullable Bytes signed;

  /**
   * @param written as it stands in the JWS
   * @param content what was handed in, where it stands elsewhere
   */
  SharedPayload(Optional<String> written, Optional<Bytes> content) {
    this.written = written;
    this.content = content;
    this.readings =
        new ContentReadings(
            written.map(String::length).or(() -> content.map(Bytes::length)).orElse(0));
  }

  /** Whether it stands in the JWS. */
  boolean attached() {
    return written.isPresent();
  }

  /** Whether it is here at all. */
  boolean atHand() {
    return written.isPresent() || content.isPresent();
  }

  /** Whether one signature more may be tried on it; free where nothing of it is in the message. */
  boolean maySpend(JwsPayload payload) {
    return payload.written().length() == 0 || readings.maySpend();
  }

  private record Digested(Hash hash, boolean encoded) {}

  /** Of what was handed in, as it is or in base64url: hashed once for all signatures. */
  Optional<Bytes> digest(Hash hash, boolean encoded) {
    return content.map(
        octets ->
            digests.computeIfAbsent(
                new Digested(hash, encoded),
                key -> hash.of(encoded ? Bytes.utf8(Base64Url.encode(octets)) : octets)));
  }

  /** It as signatures with this header have it; {@code b64} is the same for all (RFC 7797 §3). */
  JwsPayload under(JoseHeader header) throws MalformedJose {
    if (written.isEmpty() && DetachedObject.byHash(header)) {
      return new JwsPayload(content.orElse(Bytes.empty()), Bytes.empty());
    }
    if (decoded == null) {
      decoded = Found.by(() -> read(header));
    }
    return decoded.orThrow();
  }

  private JwsPayload read(JoseHeader header) throws MalformedJose {
    return written.isPresent()
        ? JwsPayload.attached(header, written.get())
        : JwsPayload.detached(header, content.orElse(Bytes.empty()));
  }

  /**
   * What else a value that does not fit {@link #under} may be over: {@link #folded}, which strict
   * does not read, or nothing, where the header names what was handed in by a digest.
   */
  Optional<JwsPayload> otherwise(JoseHeader header, boolean strict) {
    if (attached()) {
      return strict ? Optional.empty() : folded(header);
    }
    return content
        .filter(octets -> DetachedObject.digested(header))
        .map(octets -> new JwsPayload(octets, Bytes.empty()));
  }

  /**
   * It as it was signed, where it stands in base64url although the header says that it stands as it
   * is (RFC 7797 §3): so Nimbus and go-jose write JSON and read it again.
   */
  private Optional<JwsPayload> folded(JoseHeader header) {
    try {
      if (written.isEmpty() || header.payloadEncoded()) {
        return Optional.empty();
      }
      Bytes octets = Base64Url.decode(written.get());
      return Optional.of(new JwsPayload(octets, octets));
    } catch (MalformedJose other) {
      return Optional.empty();
    }
  }

  /**
   * Whether all signatures that held so far are over these octets: one text has one content. What
   * stands elsewhere is one, whether a signature is over it or over its digest.
   */
  boolean agrees(JwsPayload payload) {
    if (signed == null) {
      signed = payload.written();
    }
    return !attached() || signed.equals(payload.written());
  }

  /** These octets of it as a JSON object. */
  Map<String, @Nullable Object> members(Bytes octets) throws MalformedJose {
    if (members == null || !octets.equals(parsed)) {
      members = Found.by(() -> Base64Url.object(octets));
      parsed = octets;
    }
    return members.orThrow();
  }

  private interface Reading<T> {
    T read() throws MalformedJose;
  }

  /** What was read, or what was wrong with it: neither is found out twice. */
  private record Found<T>(Optional<T> value, Optional<MalformedJose> problem) {
    static <T> Found<T> by(Reading<T> reading) {
      try {
        return new Found<>(Optional.of(reading.read()), Optional.empty());
      } catch (MalformedJose e) {
        return new Found<>(Optional.empty(), Optional.of(e));
      }
    }

    T orThrow() throws MalformedJose {
      if (problem.isPresent()) {
        throw problem.get();
      }
      return value.orElseThrow();
    }
  }
}
