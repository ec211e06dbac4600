package org.xinfu.trust.cms;

import java.util.List;
import java.util.function.Function;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;

/** Judges detached SignedData, RFC 5652 §5 with the rules of a {@link CmsProfile}. */
public final class CmsVerifier {
  private CmsVerifier() {}

  /**
   * Judges every SignerInfo over the octets as received. Never throws on malformed input.
   *
   * @param cms DER ContentInfo with nothing after it
   * @param content gives the digest of the detached content; asked only for digests in use
   */
  public static CmsJudgement verify(
      Bytes cms, Function<ContentDigest, Bytes> content, CmsContext context) {
    Report.Builder structure = new Report.Builder();
    ParsedCms parsed;
    try {
      parsed = ParsedCms.parse(cms);
    } catch (MalformedCms malformed) {
      structure.fail(
          "cms-structure", "RFC 5652 5.1", Reason.MALFORMED, "" + malformed.getMessage());
      return new CmsJudgement(structure.report(), List.of());
    }
    structure.pass("cms-structure", "RFC 5652 5.1", "");
    judgeStructure(parsed, structure, context);
    List<SignerJudgement> signers =
        parsed.signers().stream()
            .limit(context.policy().budgets().signatures())
            .map(signer -> new SignerJudge(parsed, signer, context).judge(content))
            .toList();
    return new CmsJudgement(structure.report(), signers);
  }

  private static void judgeStructure(ParsedCms parsed, Report.Builder checks, CmsContext context) {
    checks.require(
        parsed.version() == parsed.expectedVersion(),
        "cms-version",
        "RFC 5652 5.1",
        Reason.SIGNED_ATTRIBUTE_WRONG,
        "version " + parsed.version());
    checks.require(
        parsed.contentType().equals(CMSObjectIdentifiers.data) && parsed.content().isEmpty(),
        "cms-detached",
        context.profile().clause(),
        Reason.SIGNED_ATTRIBUTE_WRONG,
        "the content is embedded or not plain data");
    boolean one = context.profile() != CmsProfile.CADES;
    int count = parsed.signers().size();
    checks.require(
        one ? count == 1 : count > 0 && count <= context.policy().budgets().signatures(),
        "signer-count",
        context.profile().clause(),
        Reason.SIGNED_ATTRIBUTE_WRONG,
        count + " signers");
    checks.require(
        parsed.unreadable() == 0,
        "certificates-readable",
        "RFC 5652 10.2.3",
        Reason.MALFORMED,
        parsed.unreadable() + " unreadable certificates");
  }
}
