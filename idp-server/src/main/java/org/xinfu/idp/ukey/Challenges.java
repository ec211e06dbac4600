package org.xinfu.idp.ukey;

import java.time.Instant;
import java.util.Optional;
import org.xinfu.idp.domain.UkeyChallenge;
import org.xinfu.trust.Bytes;

/** The port to challenges that were given out; all replicas share them. */
public interface Challenges {
  /** Remembers one that is given to a browser. */
  void add(UkeyChallenge challenge);

  /** How it stands; empty when it was never given, or long ago. */
  Optional<State> state(String nonce);

  /** Uses it up; false when it is used or expired. Of two at once one succeeds. */
  boolean use(String nonce, Instant now);

  /** Keeps what a signing program sent; false when it is used, expired or answered. */
  boolean answer(String nonce, Bytes signed, Instant now);

  /** What a signing program sent. */
  Optional<Bytes> answered(String nonce);

  /** Whether a challenge was used. */
  record State(boolean used) {}
}
