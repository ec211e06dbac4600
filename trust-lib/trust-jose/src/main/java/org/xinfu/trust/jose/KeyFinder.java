package org.xinfu.trust.jose;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private static final String JADES = "ETSI TS 119 182-1 5.2.2";

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
    CertificateList listed;
    try {
      listed = CertificateList.read(header.value("x5c"));
    } catch (MalformedJose e) {
      checks.fail(ID, "RFC 7515 4.1.6", Reason.MALFORMED, e.what());
      return Optional.empty();
    }
    listed.deviation().ifPresent(this::deviates);
    Certificate leaf = listed.leaf();
    boolean named = judgeThumbprints(leaf);
    boolean same = embedded.map(k -> k.keyInfo().equals(leaf.publicKeyInfo())).orElse(true);
    if (!same) {
      checks.fail(ID, "RFC 7515 4.1.6", Reason.SIGNING_CERTIFICATE_MISMATCH, "jwk and x5c differ");
    }
    if (named && same) {
      checks.pass(ID, "RFC 7515 4.1.6", leaf.toString());
    }
    return Optional.of(SigningKey.certified(leaf, listed.others()));
  }

  private void deviates(String how) {
    String clause = "RFC 7515 4.1.6";
    if (policy.strict()) {
      checks.fail("certificate-list", clause, Reason.ENCODING_NOT_STANDARD, how);
    } else {
      checks.warn("certificate-list", clause, Reason.ENCODING_NOT_STANDARD, how);
    }
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
    Optional<Reason> problem = new JadesHeader(header).problem(leaf);
    if (problem.filter(Reason.ALGORITHM_NOT_ALLOWED::equals).isPresent()) {
      checks.unknown(ID, JADES, problem.get(), "the certificate is named by an unknown digest");
    } else if (problem.isPresent()) {
      checks.fail(ID, JADES, problem.get(), "x5t#o or sigX5ts names another");
    }
    return fits && problem.isEmpty();
  }

  /** The anchors that the header names; all of them when it names none. */
  private List<SigningKey> named() {
    Optional<String> thumbprint = header.text("x5t#S256");
    JadesHeader jades = new JadesHeader(header);
    if (thumbprint.isPresent() || jades.names()) {
      return policy.signers().stream()
          .filter(a -> thumbprint.isEmpty() || thumbprint(a, thumbprint.get()))
          .filter(a -> jades.problem(a).isEmpty())
          .map(a -> SigningKey.certified(a, List.of()))
          .limit(1)
          .toList();
    }
    return policy.signers().stream().limit(CertificateList.MOST).map(SigningKey::guess).toList();
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
}
