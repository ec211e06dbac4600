package org.xinfu.trust.list;

/**
 * What a verifier remembers of the last list that it accepted; the first one is pinned by hand.
 *
 * @param version of that list; 0 before there was one
 * @param sha256 of its signed octets, hex; empty before there was one
 * @param roots the keys that have to sign the next one
 */
public record TrustListState(String name, long version, String sha256, RootKeys roots) {
  /** Nothing was accepted yet: name and keys come from whoever installs the verifier. */
  public static TrustListState pinned(String name, RootKeys roots) {
    return new TrustListState(name, 0, "", roots);
  }
}
