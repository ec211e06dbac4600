package org.xinfu.trust.crypt;

import org.xinfu.trust.Bytes;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.cms.CmsJudgement;

/** What came of opening a signed envelope. */
public sealed interface SignedOpened {
  /**
   * It opened, and every signature is intact over what was in it.
   *
   * @param content Valid when every signature is; else intact, but not to be believed: by whom
   *     nobody knows, or not while its certificate counted
   * @param signatures one judgement for each SignerInfo
   */
  record Judged(Verdict<Bytes> content, CmsJudgement signatures) implements SignedOpened {}

  /** It did not, or what was in it is not what was signed. */
  record Refused(EnvelopeRefusal reason) implements SignedOpened {}
}
