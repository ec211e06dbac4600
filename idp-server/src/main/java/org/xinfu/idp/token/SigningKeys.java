package org.xinfu.idp.token;

import java.time.Instant;
import java.util.List;

/** The port to the list of signing keys and their times. */
public interface SigningKeys {
  /** By number, the oldest first. */
  List<Entry> all();

  /** Adds the entry; false when another replica has added one of this number. */
  boolean add(Entry entry);

  /**
   * A key's times. It signs from {@code activeFrom} until its successor does, and stays published
   * for the longest life of a token beyond.
   *
   * @param label in the HSM token {@code oidc}
   */
  record Entry(int number, String label, Instant publishedFrom, Instant activeFrom) {}
}
