package org.xinfu.idp.login;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The port to counted login failures; a key is whatever the brake is put on. */
public interface LoginFailures {
  /**
   * What is known before an attempt, in one reading.
   *
   * @param account whose attempt it is, or the name that was typed where that is nobody's
   * @param device name of the device; may be empty
   */
  Past of(String account, String device, List<String> keys);

  /** Counts one more. */
  void add(String key, Instant at);

  /** Forgets the key after a success. */
  void clear(String key);

  /**
   * The past of an attempt.
   *
   * @param own whether the account has logged in with this device before; never for an empty name
   * @param counts for each key that has any: failures in a row since the last success
   */
  record Past(boolean own, Map<String, Count> counts) {}

  /** How often in a row, and when last. */
  record Count(int failures, Instant lastAt) {}
}
