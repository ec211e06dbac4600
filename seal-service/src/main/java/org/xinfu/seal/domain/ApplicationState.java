package org.xinfu.seal.domain;

/** Where an application stands; REJECTED and ISSUED are final. */
public enum ApplicationState {
  SUBMITTED,
  ACCEPTED,
  REVIEWED,
  APPROVED,
  MADE,
  ISSUED,
  REJECTED
}
