package org.xinfu.trust.time;

import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIFreeText;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.tsp.Accuracy;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.tsp.TimeStampReq;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.der.Decoding;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.key.Signer;

/**
 * The core of a time-stamping authority, RFC 3161: answers requests, keeps no state and reads no
 * clock. Stateless and thread-safe as far as its parts are.
 *
 * @param authority its key with a certificate for time-stamping alone, and the issuers
 * @param policy object identifier of its policy
 * @param serials a number never given before, 1 to 160 bits
 */
public record TimestampMaker(Signer authority, String policy, Supplier<BigInteger> serials) {
  private static final Set<ContentDigest> STAMPED =
      Set.of(ContentDigest.SM3, ContentDigest.SHA256, ContentDigest.SHA384, ContentDigest.SHA512);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

  /**
   * The answer to a DER TimeStampReq: DER TimeStampResp, a token or a rejection with its
   * PKIFailureInfo. Never throws on a malformed request.
   *
   * @throws org.xinfu.trust.key.VaultException when the key's device fails
   */
  public Bytes respond(Bytes request, Instant now) {
    return Decoding.of(() -> TimeStampReq.getInstance(request.toArray()))
        .map(asked -> respond(asked, now))
        .orElseGet(() -> rejection(PKIFailureInfo.badDataFormat, "no TimeStampReq"));
  }

  private Bytes respond(TimeStampReq asked, Instant now) {
    MessageImprint imprint = asked.getMessageImprint();
    Optional<ContentDigest> digest =
        ContentDigest.ofOid(imprint.getHashAlgorithm().getAlgorithm()).filter(STAMPED::contains);
    if (digest.isEmpty()) {
      return rejection(PKIFailureInfo.badAlg, "hash algorithm not supported");
    }
    if (imprint.getHashedMessage().length != digest.get().hash().length()) {
      return rejection(PKIFailureInfo.badDataFormat, "imprint of another length");
    }
    if (asked.getReqPolicy() != null && !asked.getReqPolicy().getId().equals(policy)) {
      return rejection(PKIFailureInfo.unacceptedPolicy, "policy not supported");
    }
    if (asked.getExtensions() != null) {
      return rejection(PKIFailureInfo.unacceptedExtension, "extensions not supported");
    }
    Bytes stamped = Bytes.of(imprint.getHashedMessage());
    Optional<BigInteger> nonce = Optional.ofNullable(asked.getNonce()).map(ASN1Integer::getValue);
    return granted(token(new Order(digest.get(), stamped, nonce), now));
  }

  /** What is to be stamped. */
  public record Order(ContentDigest digest, Bytes imprint, Optional<BigInteger> nonce) {}

  /** A TimeStampToken, DER. */
  public Bytes token(Order order, Instant now) {
    @Nullable ASN1Integer nonce = order.nonce().map(ASN1Integer::new).orElse(null);
    MessageImprint imprint =
        new MessageImprint(
            new AlgorithmIdentifier(order.digest().hash().oid()), order.imprint().toArray());
    TSTInfo info =
        new TSTInfo(
            new ASN1ObjectIdentifier(policy),
            imprint,
            new ASN1Integer(serials.get()),
            new ASN1GeneralizedTime(genTime(now)),
            new Accuracy(new ASN1Integer(1), null, null),
            null,
            nonce,
            null,
            null);
    return CmsSigner.timestamp(Der.encode(info), authority);
  }

  /** DER GeneralizedTime has no trailing zeros in its fraction, RFC 3161 §2.4.2. */
  private static String genTime(Instant now) {
    String millis = String.format(Locale.ROOT, "%03d", now.get(ChronoField.MILLI_OF_SECOND));
    String fraction = millis.replaceAll("0+$", "");
    return SECONDS.format(now) + (fraction.isEmpty() ? "" : "." + fraction) + "Z";
  }

  private static Bytes granted(Bytes token) {
    return Der.encode(
        new TimeStampResp(
            new PKIStatusInfo(PKIStatus.granted), ContentInfo.getInstance(token.toArray())));
  }

  private static Bytes rejection(int failure, String text) {
    PKIStatusInfo status =
        new PKIStatusInfo(
            PKIStatus.rejection,
            PKIFreeText.getInstance(new DERSequence(new DERUTF8String(text))),
            new PKIFailureInfo(failure));
    return Der.encode(new TimeStampResp(status, null));
  }
}
