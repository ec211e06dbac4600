package org.xinfu.trust.cms;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.time.Existence;
import org.xinfu.trust.time.ProvenTime;
import org.xinfu.trust.time.TimestampContext;
import org.xinfu.trust.time.TimestampVerifier;

/**
 * The time-stamps of one SignerInfo, EN 319 122-1 §5.3 and §5.5. A token that is there counts: one
 * that fails fails the signature, one that cannot be judged leaves it undecided; none is passed
 * over.
 */
final class SignatureTimes {
  private final ParsedCms data;
  private final ParsedSigner signer;
  private final CmsContext context;
  private final Report.Builder checks;
  private final ArchiveProofs proofs;
  private boolean stamped;

  SignatureTimes(ParsedCms data, ParsedSigner signer, CmsContext context, Report.Builder checks) {
    this.data = data;
    this.signer = signer;
    this.context = context;
    this.checks = checks;
    this.proofs = new ArchiveProofs(data, signer, context.provenBy());
  }

  /** The earliest moment at which the signature is proven to have existed. */
  Optional<Existence> judge(List<SignedContent> contents) {
    archives(contents);
    List<Existence> proven = new ArrayList<>();
    proofs.signature().ifPresent(proven::add);
    List<Der> tokens = limited(signer.unsigned(Oids.SIGNATURE_TIMESTAMP));
    for (Der token : tokens) {
      Verdict<ProvenTime> verdict =
          TimestampVerifier.verify(
              unwrapped(token),
              d -> d.of(signer.signature()),
              query(proofs.attribute(Oids.SIGNATURE_TIMESTAMP, token)));
      checks.addAll("timestamp-", verdict.report());
      if (verdict instanceof Verdict.Valid<ProvenTime> valid) {
        stamped = true;
        proven.add(valid.content().existence());
      }
    }
    content(contents, query(proofs.signature().map(Existence::latest)));
    rest();
    proofs.tellRest(checks);
    return Existence.earliest(proven.stream());
  }

  /**
   * Real producers put the token into an OCTET STRING, which RFC 3161 appendix A does not have.
   * Nobody signs that frame, and what is inside speaks for itself; strict does not look into it.
   */
  private Bytes unwrapped(Der token) {
    if (token.tag() != Der.OCTET_STRING || context.policy().strict()) {
      return token.encoded();
    }
    checks.warn(
        "timestamp-encoding",
        "RFC 3161 2.4.2",
        Reason.ENCODING_NOT_STANDARD,
        "the token is inside of an OCTET STRING");
    return token.content();
  }

  /** What message and container bring, and what the time-stamps here prove of it. */
  Evidence evidence() {
    return proofs.evidence().and(context.evidence());
  }

  /** What the message itself brings. */
  Evidence own() {
    return proofs.evidence();
  }

  /** As far as the levels of EN 319 122-1 §6 were reached by whoever has this certificate. */
  String level(Optional<Certificate> own) {
    if (!stamped) {
      return "B-B";
    }
    return !evidence().hasLists() ? "B-T" : proofs.lists(own) ? "B-LTA" : "B-LT";
  }

  private void archives(List<SignedContent> contents) {
    List<Der> tokens = new ArrayList<>(limited(signer.unsigned(Oids.ARCHIVE_TIMESTAMP_V3)));
    // The last one vouches for those before it that its index names.
    tokens.sort(Comparator.comparing(ArchiveStamp::claimedTime).reversed());
    for (Der token : tokens) {
      ArchiveStamp stamp = new ArchiveStamp(data, signer, token);
      TimestampContext query = query(proofs.attribute(Oids.ARCHIVE_TIMESTAMP_V3, token));
      Verdict<ProvenTime> verdict =
          contents.isEmpty()
              ? new Report.Builder()
                  .unknown("content", "EN 319 122-1 5.5.3", Reason.SIGNED_CONTENT_MISSING, "")
                  .refusal()
              : TimestampVerifier.verify(
                  token.encoded(), d -> stamp.imprint(d, contents.get(0)), query);
      checks.addAll("archive-", verdict.report());
      if (verdict instanceof Verdict.Valid<ProvenTime> valid && stamp.judgeIndex(checks)) {
        proofs.add(stamp, valid.content().existence());
      }
    }
  }

  private TimestampContext query(Optional<Instant> existedBy) {
    return new TimestampContext(context.policy(), evidence(), existedBy);
  }

  /**
   * A content time-stamp proves nothing about the signature; a wrong one is a wrong attribute.
   * There may be several, of several authorities (EN 319 122-1 §5.2.8).
   */
  private void content(List<SignedContent> contents, TimestampContext query) {
    List<Der> tokens = contents.isEmpty() ? List.of() : signer.signed(Oids.CONTENT_TIMESTAMP);
    for (Der token : limited(tokens)) {
      checks.addAll(
          "content-timestamp-",
          TimestampVerifier.verify(token.encoded(), contents.get(0).digests(), query).report());
    }
  }

  private void rest() {
    List<String> unknown =
        signer.unsigned().stream()
            .map(ParsedSigner.SignedAttribute::type)
            .filter(type -> !Oids.JUDGED.contains(type) && !Oids.SIGNED_ONLY.contains(type))
            .map(Object::toString)
            .toList();
    if (!unknown.isEmpty()) {
      checks.notDone("unsigned-attributes", "RFC 5652 11", "not examined: " + unknown);
    }
    // Anybody could have put them there, and readers that look for them in both sets show them.
    signer.unsigned().stream()
        .map(ParsedSigner.SignedAttribute::type)
        .filter(Oids.SIGNED_ONLY::contains)
        .forEach(
            type ->
                checks.unknown(
                    "unsigned-attributes",
                    "RFC 5652 11",
                    Reason.SIGNED_ATTRIBUTE_WRONG,
                    type + " is there unsigned"));
  }

  private List<Der> limited(List<Der> tokens) {
    int most = Math.min(tokens.size(), context.policy().budgets().signatures());
    if (most < tokens.size()) {
      checks.unknown("timestamps", "", Reason.BUDGET_EXCEEDED, tokens.size() + " time-stamps");
    }
    return tokens.subList(0, most);
  }
}
