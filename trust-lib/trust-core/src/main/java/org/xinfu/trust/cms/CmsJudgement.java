package org.xinfu.trust.cms;

import java.util.List;
import org.xinfu.trust.Report;

/**
 * What was found about a SignedData: its structure, and one judgement per SignerInfo in order. When
 * the structure is unreadable there is no signer.
 */
public record CmsJudgement(Report structure, List<SignerJudgement> signers) {
  public CmsJudgement {
    signers = List.copyOf(signers);
  }
}
