package org.xinfu.trust.cms;

/** Leaves the parser from any depth; caught at {@link CmsVerifier}'s door, never seen outside. */
final class MalformedCms extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedCms(String where) {
    super(where, null, false, false);
  }
}
