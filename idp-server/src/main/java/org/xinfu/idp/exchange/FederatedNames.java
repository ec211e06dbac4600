package org.xinfu.idp.exchange;

/** The port that names somebody of another node here. */
@FunctionalInterface
public interface FederatedNames {
  /** The same for the same person, always; no account's id, and nobody can choose it. */
  String of(String issuer, String subject);
}
