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
  UNKNOWN
}
