package org.xinfu.trust.jose;

/** The text is not what RFC 7515 or RFC 9901 describes; says which rule. */
final class MalformedJose extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedJose(String what) {
    super(what);
  }

  /** What is wrong, for the report. */
  String what() {
    return String.valueOf(getMessage());
  }
}
