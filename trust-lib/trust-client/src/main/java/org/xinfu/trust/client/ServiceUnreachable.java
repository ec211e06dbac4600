package org.xinfu.trust.client;

/** The service did not answer, or not as agreed; whether it acted is unknown. */
public final class ServiceUnreachable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ServiceUnreachable(String message) {
    super(message);
  }

  ServiceUnreachable(String message, Throwable cause) {
    super(message, cause);
  }
}
