package org.xinfu.idp.login;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The port to counted login failures; a key is whatever the brake is put on. */
public interface LoginFailures {
  /** For each key that has any: failures in a row since the last success, and when the last was. */
  Map<String, Count> of(List<String> keys);

  /** Counts one more. */
  void add(String key, Instant at);

  /** Forgets the key after a success. */
  void clear(String key);

  /** How often in a row, and when last. */
  record Count(int failures, Instant lastAt) {}
}
