package org.xinfu.trust.der;

/** The octets are not DER, or not of the expected shape. Parsers catch it at their door. */
public class MalformedDer extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what and where; no stack, since hostile input throws it in numbers. */
  public MalformedDer(String message) {
    super(message, null, false, false);
  }

  /** What may be right and is more than is read. */
  public static final class TooLarge extends MalformedDer {
    private static final long serialVersionUID = 1L;

    public TooLarge(String message) {
      super(message);
    }
  }
}
