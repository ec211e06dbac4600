package org.xinfu.trust.cms;

/** Leaves the parser from any depth; caught at {@link CmsVerifier}'s door, never seen outside. */
class MalformedCms extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedCms(String where) {
    super(where, null, false, false);
  }

  /** What may be right and is more than is read. */
  static final class TooLarge extends MalformedCms {
    private static final long serialVersionUID = 1L;

    TooLarge(String where) {
      super(where);
    }
  }
}
