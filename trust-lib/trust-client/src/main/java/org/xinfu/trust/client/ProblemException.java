package org.xinfu.trust.client;

/** A service said no, in the form of RFC 9457. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String requestId;

  ProblemException(int status, String code, String title, String requestId) {
    super(status + " " + code + ": " + title + " (request " + requestId + ")");
    this.status = status;
    this.code = code;
    this.requestId = requestId;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The stable kebab-case code to act on; {@code http-<status>} when the answer named none. */
  public String code() {
    return code;
  }

  /** What to tell the service's operators; may be empty. */
  public String requestId() {
    return requestId;
  }
}
