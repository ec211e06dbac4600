package org.xinfu.trust;

/** What a file is, found by content and never by name. */
public enum DocumentFormat {
  OFD,
  PDF,
  XML,
  CMS,
  GBT35275,
  SESEAL,
  SES_SIGNATURE,
  JWS,
  SD_JWT,
  TST,
  BUNDLE,
  UNKNOWN;

  /** Whether such a file always holds what it signs, so that nothing can be handed in for it. */
  public boolean holdsContent() {
    return this == OFD || this == PDF || this == SESEAL;
  }
}
