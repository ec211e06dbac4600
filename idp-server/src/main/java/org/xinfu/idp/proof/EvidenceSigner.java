package org.xinfu.idp.proof;

import java.util.List;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.xinfu.idp.domain.Proof;

/** Signs evidence records by the HSM, so that a department can keep and check them by itself. */
public final class EvidenceSigner {
  private final JwtEncoder encoder;
  private final String issuer;

  public EvidenceSigner(JwtEncoder encoder, String issuer) {
    this.encoder = encoder;
    this.issuer = issuer;
  }

  /** The same record with its JWS; it names the person only by {@code sub}. */
  public Proof sign(Proof proof) {
    List<String> matched = proof.matched().stream().map(Enum::name).sorted().toList();
    JwtClaimsSet claims =
        JwtClaimsSet.builder()
            .issuer(issuer)
            .subject(proof.accountId())
            .id(proof.id())
            .issuedAt(proof.at())
            .expiresAt(proof.expires())
            .claim("use", "identity-evidence")
            .claim("source", proof.source())
            .claim("reference", proof.reference())
            .claim("method", proof.method())
            .claim("matched", matched)
            .claim("ial", proof.level().name())
            .build();
    String jws = encoder.encode(JwtEncoderParameters.from(claims)).getTokenValue();
    return new Proof(
        proof.id(),
        proof.accountId(),
        proof.level(),
        proof.source(),
        proof.reference(),
        proof.method(),
        proof.matched(),
        proof.at(),
        proof.expires(),
        jws);
  }
}
