package org.xinfu.trust.client.fetch;

import org.xinfu.trust.fetch.FetchRefusal;

/** Ends a fetch from within; becomes a {@code NotFetched} at the door. */
final class FetchFailure extends Exception {
  private static final long serialVersionUID = 1L;
  private final FetchRefusal refusal;

  FetchFailure(FetchRefusal refusal, String detail) {
    super(detail);
    this.refusal = refusal;
  }

  FetchRefusal refusal() {
    return refusal;
  }
}
