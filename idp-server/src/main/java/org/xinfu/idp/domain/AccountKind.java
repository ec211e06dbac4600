package org.xinfu.idp.domain;

/** A natural person acting for themselves, or a member acting for a department (法人成员). */
public enum AccountKind {
  PERSON,
  MEMBER
}
