package org.xinfu.trust;

/**
 * The cryptography and the bytes alone: digests, signature value, structure. Trust is not asked.
 */
public enum Integrity {
  INTACT,
  BROKEN,
  UNKNOWN
}
