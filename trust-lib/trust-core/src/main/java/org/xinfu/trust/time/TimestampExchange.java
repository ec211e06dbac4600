package org.xinfu.trust.time;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TimeStampReq;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.cms.SignedMessage;
import org.xinfu.trust.der.Decoding;
import org.xinfu.trust.der.Der;

/**
 * One request to a time-stamping authority and what its answer must be, RFC 3161 §2.4. That the
 * token itself holds is {@link TimestampVerifier}'s to say.
 *
 * @param nonce drawn anew for each request, so that an old answer cannot be played back
 * @param policy the authority's policy that is wanted; empty for any
 */
public record TimestampExchange(
    ContentDigest digest, Bytes imprint, BigInteger nonce, Optional<String> policy) {

  /**
   * A source that asks through {@code wire}: octets of {@code application/timestamp-query} to those
   * of {@code application/timestamp-reply}.
   *
   * @param nonces a fresh number for each call, 64 bits of randomness or more
   */
  public static TimestampSource over(UnaryOperator<Bytes> wire, Supplier<BigInteger> nonces) {
    return (digest, imprint) -> {
      TimestampExchange exchange =
          new TimestampExchange(digest, imprint, nonces.get(), Optional.empty());
      return exchange.token(wire.apply(exchange.request()));
    };
  }

  /** DER TimeStampReq, asking for the authority's certificate. */
  public Bytes request() {
    MessageImprint stamped =
        new MessageImprint(new AlgorithmIdentifier(digest.hash().oid()), imprint.toArray());
    @Nullable ASN1ObjectIdentifier wanted = policy.map(ASN1ObjectIdentifier::new).orElse(null);
    return Der.encode(
        new TimeStampReq(stamped, wanted, new ASN1Integer(nonce), ASN1Boolean.TRUE, null));
  }

  /** The token of a DER TimeStampResp, when status, imprint, nonce and policy are those asked. */
  public Verdict<Bytes> token(Bytes response) {
    Report.Builder checks = new Report.Builder();
    String clause = "RFC 3161 2.4.2";
    Optional<Response> read = Response.parse(response);
    if (read.isEmpty()) {
      return checks.fail("response", clause, Reason.TIMESTAMP_WRONG, "no TimeStampResp").refusal();
    }
    int status = read.get().status();
    checks.require(
        read.get().granted(),
        "status",
        clause,
        Reason.TIMESTAMP_WRONG,
        "status " + status + read.get().text());
    Optional<TokenContent> info =
        read.get()
            .token()
            .flatMap(SignedMessage::parse)
            .flatMap(SignedMessage::structure)
            .flatMap(TokenContent::parse);
    if (info.isEmpty()) {
      return checks.fail("token", clause, Reason.TIMESTAMP_WRONG, "no token").refusal();
    }
    TokenContent found = info.get();
    checks.require(
        found.digest().filter(d -> d == digest).isPresent() && found.imprint().equals(imprint),
        "imprint",
        clause,
        Reason.TIMESTAMP_WRONG,
        "the token is over other octets");
    checks.require(
        found.nonce().filter(nonce::equals).isPresent(),
        "nonce",
        clause,
        Reason.TIMESTAMP_WRONG,
        "the answer is to another request");
    checks.require(
        policy.isEmpty() || policy.get().equals(found.policy()),
        "policy",
        clause,
        Reason.TIMESTAMP_WRONG,
        "stamped under " + found.policy());
    return checks.verdict(read.get().token().orElseThrow());
  }

  /**
   * TimeStampResp, read.
   *
   * @param text what the authority says of a refusal, with a colon before it
   */
  record Response(int status, String text, Optional<Bytes> token) {
    static Optional<Response> parse(Bytes octets) {
      return Decoding.of(() -> read(TimeStampResp.getInstance(octets.toArray())));
    }

    /** Granted, or granted with modifications. */
    boolean granted() {
      return status == 0 || status == 1;
    }

    private static Response read(TimeStampResp response) throws IOException {
      int status = response.getStatus().getStatus().intValueExact();
      String text =
          response.getStatus().getStatusString() == null
              ? ""
              : ": " + response.getStatus().getStatusString().getStringAtUTF8(0).getString();
      Optional<Bytes> token =
          response.getTimeStampToken() == null
              ? Optional.empty()
              : Optional.of(Bytes.of(response.getTimeStampToken().getEncoded()));
      return new Response(status, text, token);
    }
  }
}
