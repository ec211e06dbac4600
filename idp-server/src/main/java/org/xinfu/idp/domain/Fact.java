package org.xinfu.idp.domain;

/** A kind of identity data that an authority can cross-check (DB61/T 1127 counts kinds). */
public enum Fact {
  /** Number, name and birth date of the document. */
  DOCUMENT,
  /** Last day of the document's validity. */
  TERM,
  /** The bound phone number is registered to the person. */
  PHONE,
  /** A bank card of the person. */
  BANK_CARD,
  /** The receipt of a face check against the document's portrait. */
  FACE,
  /** The word of the network identity service, which tells no name and no number of a document. */
  NET_IDENTITY
}
