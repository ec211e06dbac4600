package org.xinfu.idp.passkey;

import java.security.cert.X509Certificate;
import java.util.Set;

/**
 * Who we are to browsers and devices.
 *
 * @param id the relying party id: our host name or a domain above it (Web Authentication §4)
 * @param name what devices call us
 * @param origins where the ceremonies may run, each exactly as browsers report it
 * @param hardwareRoots attestation roots of makers whose keys never leave their devices
 */
public record RelyingParty(
    String id, String name, Set<String> origins, Set<X509Certificate> hardwareRoots) {
  public RelyingParty {
    origins = Set.copyOf(origins);
    hardwareRoots = Set.copyOf(hardwareRoots);
  }
}
