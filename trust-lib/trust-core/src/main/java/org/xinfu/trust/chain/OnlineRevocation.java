package org.xinfu.trust.chain;

import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.fetch.FetchOutcome.Fetched;
import org.xinfu.trust.fetch.FetchRequest;
import org.xinfu.trust.fetch.Fetcher;

/**
 * Asks where certificates say: OCSP by POST with a nonce, else GET (RFC 6960 appendix A.1, RFC
 * 9654), and CRLs where no responder knew (RFC 5280 §4.2.1.13). What came once serves for the whole
 * run, so that one verifier asks about a certificate once.
 */
public final class OnlineRevocation implements RevocationSource {
  private static final int NONCE = 32;
  private static final String OCSP_CLAUSE = "RFC 6960 A.1";
  private static final String CRL_CLAUSE = "RFC 5280 4.2.1.13";
  private static final String ISSUER_CLAUSE = "RFC 5280 4.2.2.1";

  private final FetchLog fetcher;
  private final TrustPolicy.Mode mode;
  private final SecureRandom random = new SecureRandom();
  private final Map<List<Certificate>, Found> known = new ConcurrentHashMap<>();

  /**
   * A source for one run.
   *
   * @param mode under strict an OCSP answer without the nonce that was asked for is passed over
   */
  public OnlineRevocation(Fetcher fetcher, TrustPolicy.Mode mode) {
    this.fetcher = new FetchLog(fetcher);
    this.mode = mode;
  }

  @Override
  public Found about(Certificate certificate, Certificate issuer) {
    List<Certificate> pair = List.of(certificate, issuer);
    return known.computeIfAbsent(pair, p -> ask(certificate, issuer));
  }

  @Override
  public Found issuers(Certificate certificate) {
    return known.computeIfAbsent(List.of(certificate), p -> askIssuers(certificate));
  }

  private Found ask(Certificate certificate, Certificate issuer) {
    List<Check> attempts = new ArrayList<>();
    List<Bytes> ocsps = new ArrayList<>();
    boolean answered = false;
    for (URI responder : AccessPoints.responders(certificate)) {
      Optional<Bytes> answer = ocsp(responder, certificate, issuer, attempts);
      answer.ifPresent(ocsps::add);
      answered = answer.filter(a -> understood(a, certificate, issuer)).isPresent();
      if (answered) {
        break;
      }
    }
    List<Bytes> crls = new ArrayList<>();
    if (!answered) {
      for (List<URI> point : AccessPoints.lists(certificate)) {
        crls.addAll(crl(point, certificate, attempts));
      }
    }
    if (attempts.isEmpty()) {
      String detail = certificate + ": it names neither responder nor list";
      attempts.add(new Check(FetchLog.ID, CRL_CLAUSE, Outcome.NOT_DONE, null, detail));
    }
    return new Found(new Evidence(List.of(), crls, ocsps), attempts);
  }

  /** What is not understood is a doubt at most, so that it keeps us from no other place. */
  private static boolean understood(Bytes answer, Certificate certificate, Certificate issuer) {
    return OcspResponse.parse(answer).stream()
        .flatMap(response -> response.about(certificate, issuer).stream())
        .anyMatch(OcspSingle::understood);
  }

  private List<Bytes> crl(List<URI> sameList, Certificate certificate, List<Check> attempts) {
    List<Bytes> found = new ArrayList<>();
    for (URI uri : sameList) {
      FetchRequest request = FetchRequest.get(uri, "application/pkix-crl");
      Optional<Bytes> crl =
          fetcher
              .ask(request, CRL_CLAUSE, f -> refusalOfCrl(f.content(), certificate), attempts)
              .map(Fetched::content);
      crl.ifPresent(found::add);
      if (crl.flatMap(Crl::parse).filter(Crl::understood).isPresent()) {
        break;
      }
    }
    return found;
  }

  private static Optional<String> refusalOfCrl(Bytes content, Certificate certificate) {
    Optional<Crl> crl = Crl.parse(content);
    if (crl.isEmpty()) {
      return Optional.of("not a CRL");
    }
    return crl.get().tells(certificate)
        ? Optional.empty()
        : Optional.of("a CRL with a critical extension that is not known");
  }

  private Optional<Bytes> ocsp(
      URI responder, Certificate certificate, Certificate issuer, List<Check> attempts) {
    byte[] octets = new byte[NONCE];
    random.nextBytes(octets);
    Bytes nonce = Bytes.of(octets);
    Bytes body = OcspMaker.request(certificate, issuer, nonce);
    String accept = "application/ocsp-response";
    OcspAnswer expected = new OcspAnswer(certificate, issuer, nonce, mode);
    FetchRequest post = FetchRequest.post(responder, accept, body, "application/ocsp-request");
    FetchRequest get = FetchRequest.get(OcspAnswer.address(responder, body), accept);
    return fetcher
        .askEither(List.of(post, get), OCSP_CLAUSE, f -> expected.refusal(f.content()), attempts)
        .map(Fetched::content);
  }

  private Found askIssuers(Certificate certificate) {
    List<Check> attempts = new ArrayList<>();
    List<Certificate> found = new ArrayList<>();
    for (URI uri : AccessPoints.issuers(certificate)) {
      FetchRequest request = FetchRequest.get(uri, "application/pkix-cert");
      Optional<Fetched> fetched =
          fetcher.ask(
              request,
              ISSUER_CLAUSE,
              f ->
                  FetchedCertificates.of(f.content()).isEmpty()
                      ? Optional.of("no certificate")
                      : Optional.empty(),
              attempts);
      fetched.ifPresent(f -> found.addAll(FetchedCertificates.of(f.content())));
      if (!found.isEmpty()) {
        break;
      }
    }
    return new Found(Evidence.of(found), attempts);
  }
}
