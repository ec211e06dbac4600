package org.xinfu.idp.domain.mandate;

/** What somebody is to the entity they act for. */
public enum EntityRole {
  /** 法定代表人 or 负责人, as the registry names them; holds the mandate that all others come of. */
  LEGAL_REPRESENTATIVE,
  /** 管理员: gives and takes mandates in the representative's stead. */
  ADMINISTRATOR,
  /** 经办人: acts in the matters of the mandate. */
  AGENT;

  /** Only the representative appoints administrators, and only a registry a representative. */
  boolean mayAppoint(EntityRole other) {
    return other == AGENT || (other == ADMINISTRATOR && this == LEGAL_REPRESENTATIVE);
  }
}
