package org.xinfu.trust.cms;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.der.MalformedDer;
import org.xinfu.trust.key.ContentReadings;

/** Judges SignedData, RFC 5652 §5 and GB/T 35275 §7 with the rules of a {@link CmsProfile}. */
public final class CmsVerifier {
  private static final int MOST_AGAIN = 4;

  private CmsVerifier() {}

  /**
   * Judges every SignerInfo over the octets as received. Never throws on malformed input.
   *
   * @param cms DER ContentInfo with nothing after it; BER is read under interop and said to be so
   * @param content gives the digest of the detached content; asked only for digests in use
   */
  public static CmsJudgement verify(
      Bytes cms, Function<ContentDigest, Bytes> content, CmsContext context) {
    return verify(cms, Optional.of(SignedContent.ofDigests(content)), context);
  }

  /**
   * Judges every SignerInfo over this content. Under {@link CmsProfile#GBT35275} the message may be
   * attached or detached and its content may be {@code content} itself, its SM3 (32 octets, as OFD
   * has it: GM/T 0099 §7.2.2 b) or that SM3 in Base64; any other attached content is {@code
   * digest-mismatch}. Give the original's octets (an OFD's Signature.xml), never their digest.
   */
  public static CmsJudgement verify(Bytes cms, SignedContent content, CmsContext context) {
    return verify(cms, Optional.of(content), context);
  }

  /** Judges every SignerInfo over the content that the message carries. */
  public static CmsJudgement verify(Bytes cms, CmsContext context) {
    return verify(cms, Optional.empty(), context);
  }

  private static CmsJudgement verify(
      Bytes cms, Optional<SignedContent> content, CmsContext context) {
    try {
      ParsedCms parsed =
          context.policy().strict() ? ParsedCms.parse(cms) : ParsedCms.parseLenient(cms);
      return judge(parsed, content, context);
    } catch (MalformedDer malformed) {
      return damaged(malformed);
    }
  }

  static CmsJudgement damaged(MalformedDer malformed) {
    Report.Builder structure = new Report.Builder();
    structure.fail("cms-structure", "RFC 5652 5.1", Reason.MALFORMED, "" + malformed.getMessage());
    return new CmsJudgement(structure.report(), List.of());
  }

  static CmsJudgement judge(ParsedCms parsed, Optional<SignedContent> content, CmsContext context) {
    Report.Builder structure = new Report.Builder();
    if (parsed.form().ber()) {
      structure.warn("cms-structure", "RFC 5652 5.1", Reason.ENCODING_NOT_STANDARD, "BER, not DER");
    } else {
      structure.pass("cms-structure", "RFC 5652 5.1", "");
    }
    judgeVersion(parsed, structure, context);
    List<SignedContent> contents = ContentRules.of(parsed, content, context, structure);
    judgeStructure(parsed, structure, context);
    ContentReadings bare = SignedContent.readings(contents);
    List<SignerJudgement> signers =
        parsed.signers().stream()
            .limit(context.policy().budgets().signatures())
            .map(signer -> new SignerJudge(parsed, signer, context, bare).judge(contents))
            .toList();
    return new CmsJudgement(structure.report(), signers);
  }

  private static void judgeVersion(ParsedCms parsed, Report.Builder checks, CmsContext context) {
    // Many writers leave the version as it was when they add OCSP responses.
    boolean right =
        parsed.version() == parsed.expectedVersion()
            || (parsed.otherLists() && parsed.version() == 5);
    boolean attributeCertificates = parsed.version() >= 3 && parsed.version() <= 5;
    boolean tolerated =
        !context.profile().embedded()
            && !context.policy().strict()
            && (parsed.version() == 1 || attributeCertificates);
    String detail = "version " + parsed.version();
    if (right || !tolerated) {
      checks.require(right, "cms-version", "RFC 5652 5.1", Reason.SIGNED_ATTRIBUTE_WRONG, detail);
    } else {
      checks.warn("cms-version", "RFC 5652 5.1", Reason.ENCODING_NOT_STANDARD, detail);
    }
  }

  private static void judgeCount(ParsedCms parsed, Report.Builder checks, CmsContext context) {
    int count = parsed.signers().size();
    int most = context.policy().budgets().signatures();
    String clause = context.profile().clause();
    String detail = count + " signers";
    boolean again = context.profile() == CmsProfile.PKCS7 && !context.policy().strict();
    if (again && count > 1 && count <= MOST_AGAIN && oneName(parsed)) {
      checks.warn("signer-count", clause, Reason.ENCODING_NOT_STANDARD, detail + " of one name");
    } else {
      boolean right = context.profile().oneSigner() ? count == 1 : count > 0 && count <= most;
      checks.require(right, "signer-count", clause, Reason.SIGNED_ATTRIBUTE_WRONG, detail);
    }
  }

  /** PoDoFo signs twice with one key; a stranger who adds a signer has another name. */
  private static boolean oneName(ParsedCms parsed) {
    return parsed.signers().stream()
            .map(signer -> List.of(signer.issuerAndSerial(), signer.subjectKey()))
            .distinct()
            .count()
        == 1;
  }

  private static void judgeStructure(ParsedCms parsed, Report.Builder checks, CmsContext context) {
    judgeCount(parsed, checks, context);
    int damaged = parsed.unread().damaged();
    int other = parsed.unread().other();
    if (damaged > 0 || other == 0 || context.profile().embedded()) {
      checks.require(
          damaged + other == 0,
          "certificates-readable",
          "RFC 5652 10.2.3",
          Reason.MALFORMED,
          damaged + other + " unreadable certificates");
    } else {
      checks.notDone("certificates-readable", "RFC 5652 10.2.2", other + " of other kinds");
    }
  }
}
