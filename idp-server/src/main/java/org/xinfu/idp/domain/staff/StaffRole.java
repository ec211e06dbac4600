package org.xinfu.idp.domain.staff;

/**
 * What somebody is in their department; the claim {@code staff} carries these names. The department
 * gives them; what an account may do on the platform, a {@link org.xinfu.idp.domain.Role}, it does
 * not.
 */
public enum StaffRole {
  /** 经办. */
  CLERK,
  /** 审核. */
  REVIEWER,
  /** 审批. */
  APPROVER,
  /** 窗口人员: acts for citizens who stand at the counter. */
  WINDOW_CLERK
}
