package org.xinfu.trust.jose;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.key.Digests;

/**
 * Which key signed, RFC 7515 §4.1.2–8: {@code x5c}, an embedded {@code jwk}, or an anchor that the
 * header names. What stands behind an address is never fetched.
 */
final class KeyFinder {
  private static final String ID = "signing-certificate";
  private static final int MOST_CERTIFICATES = 20;

  private final JoseHeader header;
  private final TrustPolicy policy;
  private final Report.Builder checks;

  KeyFinder(JoseHeader header, TrustPolicy policy, Report.Builder checks) {
    this.header = header;
    this.policy = policy;
    this.checks = checks;
  }

  /** Every key to try; more than one only when the header names none. */
  List<SigningKey> find() {
    for (String address : List.of("jku", "x5u")) {
      if (header.has(address)) {
        checks.notDone(address, "RFC 7515 4.1", "an address in the document is never fetched");
      }
    }
    Optional<SigningKey> embedded = Optional.empty();
    if (header.has("jwk")) {
      Optional<Bytes> key =
          header.value("jwk") instanceof Map<?, ?> jwk ? Jwk.read(jwk) : Optional.empty();
      if (key.isEmpty()) {
        checks.unknown("jwk", "RFC 7515 4.1.3", Reason.ALGORITHM_NOT_ALLOWED, "unreadable key");
        return List.of();
      }
      embedded = key.map(this::anchored);
    }
    if (header.has("x5c")) {
      return certified(embedded).map(List::of).orElse(List.of());
    }
    return embedded.map(List::of).orElseGet(this::named);
  }

  /** An embedded key is believed only when an anchor's certificate speaks for it. */
  private SigningKey anchored(Bytes keyInfo) {
    return policy.signers().stream()
        .filter(a -> a.publicKeyInfo().equals(keyInfo))
        .findFirst()
        .map(a -> SigningKey.certified(a, List.of()))
        .orElse(SigningKey.bare(keyInfo));
  }

  private Optional<SigningKey> certified(Optional<SigningKey> embedded) {
    List<Certificate> chain = new ArrayList<>();
    try {
      chain.addAll(chain(header.value("x5c")));
    } catch (MalformedJose e) {
      checks.fail(ID, "RFC 7515 4.1.6", Reason.MALFORMED, e.what());
      return Optional.empty();
    }
    Certificate leaf = chain.get(0);
    boolean named = judgeThumbprints(leaf);
    boolean same = embedded.map(k -> k.keyInfo().equals(leaf.publicKeyInfo())).orElse(true);
    if (!same) {
      checks.fail(ID, "RFC 7515 4.1.6", Reason.SIGNING_CERTIFICATE_MISMATCH, "jwk and x5c differ");
    }
    if (named && same) {
      checks.pass(ID, "RFC 7515 4.1.6", leaf.toString());
    }
    return Optional.of(SigningKey.certified(leaf, chain.subList(1, chain.size())));
  }

  /** Whether {@code x5t#S256} and {@code x5t} name this certificate, when they are there. */
  private boolean judgeThumbprints(Certificate leaf) {
    boolean fits = true;
    for (String name : List.of("x5t#S256", "x5t")) {
      if (header.has(name) && !header.text(name).equals(Optional.of(thumbprint(name, leaf)))) {
        checks.fail(
            ID, "RFC 7515 4.1.8", Reason.SIGNING_CERTIFICATE_MISMATCH, name + " names another");
        fits = false;
      }
    }
    return fits;
  }

  /** The anchors that the header names; all of them when it names none. */
  private List<SigningKey> named() {
    Optional<String> thumbprint = header.text("x5t#S256");
    if (thumbprint.isPresent()) {
      return policy.signers().stream()
          .filter(a -> thumbprint(a, thumbprint.get()))
          .map(a -> SigningKey.certified(a, List.of()))
          .limit(1)
          .toList();
    }
    return policy.signers().stream().limit(MOST_CERTIFICATES).map(SigningKey::guess).toList();
  }

  private static boolean thumbprint(Certificate anchor, String wanted) {
    return thumbprint("x5t#S256", anchor).equals(wanted);
  }

  private static String thumbprint(String name, Certificate certificate) {
    return Base64Url.encode(
        name.equals("x5t") ? sha1(certificate.der()) : Digests.sha256(certificate.der()));
  }

  private static Bytes sha1(Bytes octets) {
    try {
      // A name, not a proof: x5t is a SHA-1 digest by definition.
      return Bytes.of(MessageDigest.getInstance("SHA-1").digest(octets.toArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  /** RFC 7515 §4.1.6: plain Base64 (not base64url) of DER, the signer's own first. */
  private static List<Certificate> chain(@Nullable Object x5c) throws MalformedJose {
    if (!(x5c instanceof List<?> listed) || listed.isEmpty() || listed.size() > MOST_CERTIFICATES) {
      throw new MalformedJose("x5c is not a list of 1 to " + MOST_CERTIFICATES + " certificates");
    }
    List<Certificate> chain = new ArrayList<>();
    for (Object each : listed) {
      chain.add(certificate(each).orElseThrow(() -> new MalformedJose("x5c holds no certificate")));
    }
    return chain;
  }

  private static Optional<Certificate> certificate(@Nullable Object base64) {
    if (!(base64 instanceof String text)) {
      return Optional.empty();
    }
    try {
      return Certificate.parse(Bytes.of(Base64.getMimeDecoder().decode(text)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
