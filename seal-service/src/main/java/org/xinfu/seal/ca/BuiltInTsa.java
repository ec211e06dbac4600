package org.xinfu.seal.ca;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.xinfu.kit.audit.Audit;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.TestAnchors;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.time.TimestampMaker;

/**
 * The time-stamping authority of demo and test ({@code xinfu.seal.tsa.enabled}), RFC 3161, under
 * the built-in CA, without which it cannot be: production names one outside.
 */
@Service
@ConditionalOnProperty("xinfu.seal.tsa.enabled")
public class BuiltInTsa {
  private static final String POLICY = TestAnchors.TEST_OID;

  private final BuiltInCa ca;
  private final Audit audit;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private volatile @Nullable Signer authority;

  BuiltInTsa(BuiltInCa ca, Audit audit, Clock clock) {
    this.ca = ca;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * The TimeStampResp to a TimeStampReq, both DER: a token, or a rejection that says why.
   *
   * @throws org.xinfu.trust.key.VaultException when the device does not answer
   */
  @Transactional
  public Bytes answer(Bytes query) {
    Bytes answer =
        new TimestampMaker(authority(), POLICY, this::serial).respond(query, clock.instant());
    audit.record(
        "time-stamped",
        Digests.sm3(query).toHex(),
        "done",
        Map.of("answer", Digests.sm3(answer).toHex()));
    return answer;
  }

  private Signer authority() {
    Signer known = authority;
    if (known == null) {
      known = ca.timestamper();
      authority = known;
    }
    return known;
  }

  /** 126 bits of chance, positive. */
  private BigInteger serial() {
    return new BigInteger(127, random).setBit(126);
  }
}
