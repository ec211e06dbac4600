package org.xinfu.idp.code;

/** What a code opens; a code for one purpose opens no other. */
public enum CodePurpose {
  REGISTER,
  SECOND_FACTOR,
  BIND,
  RECOVER
}
