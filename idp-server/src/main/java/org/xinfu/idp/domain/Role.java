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
  CITIZEN
}
