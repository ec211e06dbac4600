package org.xinfu.kit.web;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** The network that an address belongs to: what counts calls, and what people are shown. */
public final class AddressPrefix {
  private AddressPrefix() {}

  /** /24 of an IPv4, /48 of an IPv6 literal; empty for anything else. */
  public static String of(@Nullable String address) {
    if (address == null || address.isEmpty()) {
      return "";
    }
    byte[] octets;
    try {
      octets = InetAddress.ofLiteral(address).getAddress();
    } catch (IllegalArgumentException notAnAddress) {
      return "";
    }
    return octets.length == 4
        ? "%d.%d.%d.0/24".formatted(octets[0] & 0xff, octets[1] & 0xff, octets[2] & 0xff)
        : "%x:%x:%x::/48".formatted(word(octets, 0), word(octets, 2), word(octets, 4));
  }

  private static int word(byte[] octets, int at) {
    return ((octets[at] & 0xff) << 8) | (octets[at + 1] & 0xff);
  }
}
