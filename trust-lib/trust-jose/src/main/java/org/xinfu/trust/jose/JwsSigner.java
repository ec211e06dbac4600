package org.xinfu.trust.jose;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.json.CanonicalJson;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.key.VerificationKey;

/**
 * Makes JWS, RFC 7515. The algorithm is the key's; a certificate travels in {@code x5c} and is
 * bound by {@code x5t#S256}, all of it protected.
 */
public final class JwsSigner {
  private final Signer signer;
  private final Map<String, Object> header;

  private JwsSigner(Signer signer, Map<String, Object> header) {
    this.signer = signer;
    this.header = header;
  }

  /**
   * One that signs with {@code signer} and says nothing but its algorithm and certificates.
   *
   * @throws IllegalArgumentException when JOSE has no name for the key's suite
   */
  public static JwsSigner with(Signer signer) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("alg", algorithm(signer).word());
    if (!signer.chain().isEmpty()) {
      List<Certificate> chain = new ArrayList<>(signer.chain());
      // The anchor is the verifier's to have.
      chain.removeIf(c -> chain.size() > 1 && c.selfIssued());
      header.put("x5t#S256", Base64Url.encode(Digests.sha256(chain.get(0).der())));
      header.put("x5c", chain.stream().map(JwsSigner::base64).toList());
    }
    return new JwsSigner(signer, header);
  }

  /** The same with a protected header parameter, e.g. {@code typ}, {@code kid} or {@code cty}. */
  public JwsSigner withHeader(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(header);
    more.put(name, value);
    return new JwsSigner(signer, more);
  }

  /** {@code header.payload.signature}, RFC 7515 §7.1. */
  public String compact(Bytes payload) {
    String written = Base64Url.encode(payload);
    String signed = protectedHeader(header);
    return signed + "." + written + "." + value(signed, Bytes.utf8(written));
  }

  /** A JWT, RFC 7519: {@code typ} JWT unless another was set, the claims in their order. */
  public String jwt(Map<String, ?> claims) {
    JwsSigner typed = header.containsKey("typ") ? this : withHeader("typ", "JWT");
    return typed.compact(Bytes.utf8(CanonicalJson.write(claims)));
  }

  /** Compact without the payload, which is handed to the verifier as it is (RFC 7797). */
  public String detached(Bytes payload) {
    String signed = protectedHeader(unencoded());
    return signed + ".." + value(signed, payload);
  }

  /** The flattened JSON form, RFC 7515 §7.2.2. */
  public String flattened(Bytes payload) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("payload", Base64Url.encode(payload));
    members.putAll(member(payload));
    return CanonicalJson.write(members);
  }

  /** The general JSON form with one signature of each signer, RFC 7515 §7.2.1. */
  public static String general(Bytes payload, List<JwsSigner> signers) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("payload", Base64Url.encode(payload));
    members.put("signatures", signers.stream().map(s -> s.member(payload)).toList());
    return CanonicalJson.write(members);
  }

  /** A public key as JWK, the required members alone; SM2 as kty EC with crv SM2. */
  public static Map<String, @Nullable Object> jwk(VerificationKey key) {
    return Jwk.write(key);
  }

  private Map<String, Object> member(Bytes payload) {
    String signed = protectedHeader(header);
    Map<String, Object> member = new LinkedHashMap<>();
    member.put("protected", signed);
    member.put("signature", value(signed, Bytes.utf8(Base64Url.encode(payload))));
    return member;
  }

  private Map<String, Object> unencoded() {
    Map<String, Object> more = new LinkedHashMap<>(header);
    more.put("b64", false);
    more.put("crit", List.of("b64"));
    return more;
  }

  private static String protectedHeader(Map<String, Object> members) {
    return Base64Url.encode(Bytes.utf8(CanonicalJson.write(members)));
  }

  private String value(String signed, Bytes written) {
    Bytes made = signer.sign(Bytes.utf8(signed + ".").concat(written));
    int width = algorithm(signer).width();
    return Base64Url.encode(
        width == 0 ? made : EcSignature.parseDer(made).orElseThrow().raw(width));
  }

  private static JoseAlgorithm algorithm(Signer signer) {
    return JoseAlgorithm.of(signer.algorithm())
        .orElseThrow(() -> new IllegalArgumentException("no JOSE name: " + signer.algorithm()));
  }

  private static String base64(Certificate certificate) {
    return Base64.getEncoder().encodeToString(certificate.der().toArray());
  }
}
