package org.xinfu.idp.domain.mandate;

import org.xinfu.trust.id.UnifiedSocialCreditCode;

/**
 * A legal person or another organisation that people act for (Civil Code, book one, chapters three
 * and four).
 *
 * @param id opaque, never reused; the claim {@code sub} of tokens for it
 * @param name as the registry has it
 */
public record LegalEntity(
    String id, Kind kind, UnifiedSocialCreditCode code, String name, Status status) {
  /** What it is. */
  public enum Kind {
    /** 企业法人. */
    ENTERPRISE,
    /** 个体工商户. */
    SOLE_TRADER,
    /** 分支机构. */
    BRANCH,
    /** 机关、事业单位. */
    AGENCY,
    /** 非法人组织. */
    UNINCORPORATED
  }

  /** How it stands in its registry. */
  public enum Status {
    ACTIVE,
    /** For a time, such as an entry in the list of abnormal operations (经营异常名录). */
    SUSPENDED,
    /** 注销 or 吊销: for good. */
    STRUCK_OFF
  }
}
