package org.xinfu.idp.domain;

/**
 * What an account may do somewhere in the platform; the claim {@code roles} carries these names.
 */
public enum Role {
  SEAL_APPLICANT,
  SEAL_ACCEPTOR,
  SEAL_REVIEWER,
  SEAL_APPROVER,
  SEAL_MAKER,
  SEAL_CUSTODIAN,
  SEAL_ADMIN,
  AUDITOR,
  LICENCE_OFFICER,
  /** Looks persons up at a counter. */
  IDENTITY_CLERK,
  /** 系统管理员: accounts and services; one of the powers of {@link Administrator}. */
  SYSTEM_ADMIN,
  /** 安全管理员: what accounts may do, and which services are registered. */
  SECURITY_ADMIN,
  /** 审计管理员: the book. */
  AUDIT_ADMIN,
  /** A city's own accounts and services. */
  CITY_ADMIN,
  /** A department's own staff. */
  DEPARTMENT_ADMIN,
  /**
   * Acts for citizens at a window; comes with a {@link org.xinfu.idp.domain.staff.StaffRole} and is
   * never given by itself.
   */
  WINDOW_CLERK,
  CITIZEN
}
