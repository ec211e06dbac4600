package org.xinfu.trust.cms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;

/**
 * Countersignatures, RFC 5652 §11.4: SignerInfos over another's signature value. Each is judged for
 * itself and says nothing about the content.
 */
final class Countersigners {
  private final ParsedCms data;
  private final CmsContext context;
  private final Evidence evidence;

  /** {@code evidence} is what the countersigned signature has for its own validation. */
  Countersigners(ParsedCms data, CmsContext context, Evidence evidence) {
    this.data = data;
    this.context = context;
    this.evidence = evidence;
  }

  List<SignerJudgement> of(ParsedSigner parent, Report.Builder checks) {
    List<SignerJudgement> found = new ArrayList<>();
    List<Der> values = parent.unsigned(Oids.COUNTERSIGNATURE);
    if (context.profile() == CmsProfile.COUNTERSIGNATURE && !values.isEmpty()) {
      checks.notDone("countersignature", "RFC 5652 11.4", "of a countersignature");
      return found;
    }
    for (Der value : values.subList(0, Math.min(values.size(), most()))) {
      try {
        ParsedSigner signer = ParsedSigner.parse(value, data.form().ber());
        found.add(judge(parent, signer));
      } catch (MalformedDer damaged) {
        checks.fail(
            "countersignature", "RFC 5652 11.4", Reason.MALFORMED, "" + damaged.getMessage());
      }
    }
    return found;
  }

  private int most() {
    return context.policy().budgets().signatures();
  }

  private SignerJudgement judge(ParsedSigner parent, ParsedSigner signer) {
    CmsContext own =
        new CmsContext(
            context.policy(),
            CmsProfile.COUNTERSIGNATURE,
            Optional.empty(),
            evidence,
            Optional.empty());
    List<SignedContent> value = List.of(SignedContent.of(parent.signature()));
    return new SignerJudge(data, signer, own, SignedContent.readings(value)).judge(value);
  }
}
