package org.xinfu.idp.mandate;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.xinfu.idp.domain.mandate.LegalEntity;
import org.xinfu.idp.domain.mandate.Mandate;

/**
 * Signs mandates by the HSM, so that a department can keep and check them by itself. {@code sub} is
 * the entity and {@code act} the person, both by their ids here; nothing else of the person is
 * said.
 */
public final class MandateEvidence {
  private final JwtEncoder encoder;
  private final String issuer;

  MandateEvidence(JwtEncoder encoder, String issuer) {
    this.encoder = encoder;
    this.issuer = issuer;
  }

  /**
   * By whose word a mandate is.
   *
   * @param source the registry, {@code self-service}, or the client that keeps it
   * @param reference the source's own number of it
   */
  record Word(String source, String reference, Instant at) {}

  /** The same for the fictitious company of the sandbox. */
  public Mandate sandbox(LegalEntity entity, Mandate mandate, Instant at) {
    return sign(entity, mandate, new Word("sandbox", "fictitious", at));
  }

  /** The same mandate with its JWS. */
  Mandate sign(LegalEntity entity, Mandate mandate, Word word) {
    JwtClaimsSet.Builder claims =
        JwtClaimsSet.builder()
            .issuer(issuer)
            .subject(entity.id())
            .id(mandate.id())
            .issuedAt(word.at())
            .notBefore(mandate.extent().from())
            .expiresAt(mandate.extent().until())
            .claim("use", "mandate-evidence")
            .claim("act", Map.of("sub", mandate.personId()))
            .claim("org", entity.code().value())
            .claim("role", mandate.role().name())
            .claim("matters", List.copyOf(new TreeSet<>(mandate.extent().matters())))
            .claim("region", mandate.extent().region().code())
            .claim("depth", mandate.extent().depth())
            .claim("source", word.source())
            .claim("reference", word.reference());
    String parent = mandate.parentId();
    if (parent != null) {
      claims.claim("parent", parent);
    }
    String jws = encoder.encode(JwtEncoderParameters.from(claims.build())).getTokenValue();
    return new Mandate(
        mandate.id(),
        mandate.entityId(),
        mandate.personId(),
        parent,
        mandate.role(),
        mandate.extent(),
        mandate.marks(),
        jws);
  }
}
