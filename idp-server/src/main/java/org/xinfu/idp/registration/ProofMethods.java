package org.xinfu.idp.registration;

import java.util.Set;

/** Values of {@code token_endpoint_auth_method} that clients may register here. */
public record ProofMethods(Set<String> all) {
  public ProofMethods {
    all = Set.copyOf(all);
  }
}
