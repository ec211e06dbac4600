package org.xinfu.seal.make;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.stereotype.Component;
import org.xinfu.kit.font.FontChain;
import org.xinfu.kit.hsm.Hsm;
import org.xinfu.seal.ca.Authority;
import org.xinfu.seal.ca.BuiltInCa;
import org.xinfu.seal.domain.SealKeys;
import org.xinfu.seal.domain.SealRequest;
import org.xinfu.seal.domain.SealVersion;
import org.xinfu.seal.picture.SealDrawing;
import org.xinfu.seal.picture.SealPicture;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.CertificateSigningRequest;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.seal.SealMaker;
import org.xinfu.trust.seal.SealSpec;

/**
 * Makes the things that a seal consists of: two key pairs in token {@code seals}, their
 * certificates, the picture, and the structure that the maker's key signs.
 */
@Component
class SealWorkshop {
  private final Hsm hsm;
  private final BuiltInCa ca;
  private final FontChain fonts;
  private final MakeSettings settings;
  private final Clock clock;

  SealWorkshop(Hsm hsm, BuiltInCa ca, FontChain fonts, MakeSettings settings, Clock clock) {
    this.hsm = hsm;
    this.ca = ca;
    this.fonts = fonts;
    this.settings = settings;
    this.clock = clock;
  }

  SealVersion make(String esId, SealRequest request) {
    ca.establish();
    Instant from = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant until = from.plus(settings.validity());
    Owner owner = new Owner(esId, request, until);
    Certificate sm2 = certificate(owner, Authority.SIGNERS);
    Certificate p256 = certificate(owner, Authority.SIGNERS_P256);
    SealPicture picture =
        SealPicture.draw(
            new SealDrawing(
                request.unitName(),
                request.bottomText(),
                request.diameterMm(),
                esId,
                settings.sample()),
            fonts);
    SealSpec spec =
        new SealSpec(
            esId,
            settings.vendorId(),
            Integer.parseInt(request.type()),
            request.sealName(),
            List.of(sm2),
            false,
            from,
            from,
            until,
            new org.xinfu.trust.seal.SealPicture(
                "png", picture.png(), picture.sizeMm(), picture.sizeMm()));
    Bytes structure = SealMaker.make(spec, ca.maker());
    return new SealVersion(1, structure, picture.png(), picture.svg(), sm2, p256, from, until);
  }

  /** One certificate per seal, its code as common name, as the national system names them. */
  private Certificate certificate(Owner owner, Authority authority) {
    SignatureAlgorithm suite = authority.algorithm();
    Signer key =
        hsm.token(SealKeys.TOKEN)
            .generate(suite, SealKeys.id(owner.esId(), 1, suite), owner.esId());
    String subject =
        "CN=%s,O=%s%s,C=CN"
            .formatted(
                owner.esId(), owner.request().uscc().value(), escaped(owner.request().unitName()));
    CertificateSigningRequest request = CertificateSigningRequest.make(subject, key);
    return ca.issue(authority, request, Purpose.SEAL_SIGNER, owner.until());
  }

  /** RFC 4514 §2.4; the application's rules leave nothing to escape, but this is the door. */
  private static String escaped(String value) {
    return value.replaceAll("([,+\"\\\\<>;=#])", "\\\\$1");
  }

  private record Owner(String esId, SealRequest request, Instant until) {}
}
