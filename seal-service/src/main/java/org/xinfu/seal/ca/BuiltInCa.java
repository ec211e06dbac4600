package org.xinfu.seal.ca;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.xinfu.kit.hsm.Hsm;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.CertificateMaker;
import org.xinfu.trust.chain.CertificateSigningRequest;
import org.xinfu.trust.chain.CertificateSpec;
import org.xinfu.trust.chain.CrlMaker;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.key.KeyVault;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/**
 * The authority of demo and test: roots in token {@code ca}, the maker's key in token {@code
 * maker}, the time-stamping key in token {@code tsa}. Everything that it issues bears the test
 * mark; production runs without it.
 */
@Service
public class BuiltInCa {
  private static final String MAKER = "maker";
  private static final String TSA = "tsa";
  // Clocks of readers may lag.
  private static final Duration BACKDATED = Duration.ofMinutes(5);

  private final Hsm hsm;
  private final Authorities authorities;
  private final CaSettings settings;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  BuiltInCa(Hsm hsm, Authorities authorities, CaSettings settings, Clock clock) {
    this.hsm = hsm;
    this.authorities = authorities;
    this.settings = settings;
    this.clock = clock;
  }

  /** Makes what is missing of roots and maker; harmless when repeated. */
  @Transactional
  public void establish() {
    if (!settings.enabled()) {
      return;
    }
    authorities.lock();
    for (Authority authority : Authority.values()) {
      if (authorities.certificate(authority.id()).isEmpty()) {
        Signer key = rootKey(authority);
        CertificateSpec spec =
            new CertificateSpec(
                settings.subject(authority.id()),
                key.publicKey(),
                serial(),
                from(),
                from().plus(settings.rootValidity()),
                Purpose.ROOT_CA,
                Optional.empty(),
                true);
        authorities.add(authority.id(), CertificateMaker.selfSigned(spec, key));
      }
    }
    if (authorities.certificate(MAKER).isEmpty()) {
      CertificateSigningRequest request =
          CertificateSigningRequest.make(settings.subject(MAKER), makerKey());
      Instant until = stored(Authority.MAKERS.id()).notAfter();
      authorities.add(MAKER, issue(Authority.MAKERS, request, Purpose.SEAL_MAKER, until));
    }
  }

  /** A certificate for the key that made the request. */
  @Transactional
  public Certificate issue(
      Authority authority, CertificateSigningRequest request, Purpose purpose, Instant until) {
    CertificateSpec spec =
        new CertificateSpec(
            request.subject(),
            request.key(),
            serial(),
            from(),
            until,
            purpose,
            Optional.of(settings.crlUrl(authority)),
            true);
    Certificate certificate = CertificateMaker.issue(spec, root(authority));
    authorities.issued(authority.id(), certificate, clock.instant());
    return certificate;
  }

  /** The maker of seals, with its chain. */
  public Signer maker() {
    return makerKey().withChain(List.of(stored(MAKER), stored(Authority.MAKERS.id())));
  }

  /**
   * The time-stamping authority, with its chain; its key is made when it is first asked for, and
   * stays whatever becomes of the caller's transaction.
   */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public Signer timestamper() {
    authorities.lock();
    Signer key = key(TSA, "tsa-1", SignatureAlgorithm.SM2_SM3);
    if (authorities.certificate(TSA).isEmpty()) {
      CertificateSigningRequest request =
          CertificateSigningRequest.make(settings.subject(TSA), key);
      Instant until = stored(Authority.TIMESTAMPERS.id()).notAfter();
      authorities.add(TSA, issue(Authority.TIMESTAMPERS, request, Purpose.TIMESTAMPER, until));
    }
    return key.withChain(List.of(stored(TSA), stored(Authority.TIMESTAMPERS.id())));
  }

  /** A root's certificate; empty before {@link #establish}. */
  public Optional<Certificate> certificate(Authority authority) {
    return authorities.certificate(authority.id());
  }

  /** A fresh CRL, DER. */
  @Transactional
  public Bytes crl(Authority authority) {
    Instant now = clock.instant();
    CrlMaker.Issue issue =
        new CrlMaker.Issue(now, now.plus(settings.crlValidity()), authorities.nextCrlNumber());
    return CrlMaker.issue(root(authority), authorities.revoked(authority.id()), issue);
  }

  private Signer root(Authority authority) {
    return rootKey(authority).withChain(List.of(stored(authority.id())));
  }

  private Certificate stored(String name) {
    return authorities
        .certificate(name)
        .orElseThrow(() -> new IllegalStateException("the authority has no " + name + " yet"));
  }

  private Signer rootKey(Authority authority) {
    return key("ca", "root-" + authority.id(), authority.algorithm());
  }

  private Signer makerKey() {
    return key(MAKER, "maker-1", SignatureAlgorithm.SM2_SM3);
  }

  private Signer key(String token, String name, SignatureAlgorithm algorithm) {
    KeyVault vault = hsm.token(token);
    return vault.generate(algorithm, Bytes.utf8(name), name);
  }

  /** 126 bits of chance, positive. */
  private BigInteger serial() {
    return new BigInteger(127, random).setBit(126);
  }

  private Instant from() {
    return clock.instant().minus(BACKDATED);
  }
}
