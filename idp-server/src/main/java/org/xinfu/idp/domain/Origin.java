package org.xinfu.idp.domain;

import java.util.Locale;

/**
 * Where a request comes from.
 *
 * @param address IP address as text
 * @param device the random name that this browser keeps in a cookie; empty at its first request
 */
public record Origin(String address, String device) {
  /** What one subscriber usually holds: /24 of IPv4, /56 of IPv6. */
  public String prefix() {
    int last = address.lastIndexOf('.');
    if (last >= 0) {
      // Within IPv6 (RFC 4291 §2.5.5.2), or with a port, as some proxies write it.
      return address.substring(address.lastIndexOf(':', last) + 1, last) + ".0/24";
    }
    String[] groups = expand(address.toLowerCase(Locale.ROOT)).split(":", -1);
    if (groups.length < 4) {
      return ""; // no address: whoever has none shares one allowance
    }
    String fourth = groups[3].length() > 2 ? groups[3].substring(0, groups[3].length() - 2) : "0";
    return groups[0] + ":" + groups[1] + ":" + groups[2] + ":" + fourth + "00::/56";
  }

  private static String expand(String address) {
    int zone = address.indexOf('%');
    String plain = zone < 0 ? address : address.substring(0, zone);
    int gap = plain.indexOf("::");
    if (gap < 0) {
      return plain;
    }
    String head = plain.substring(0, gap);
    String tail = plain.substring(gap + 2);
    int have = groups(head) + groups(tail);
    StringBuilder whole = new StringBuilder(head);
    for (int i = have; i < 8; i++) {
      whole.append(whole.isEmpty() ? "0" : ":0");
    }
    return tail.isEmpty() ? whole.toString() : whole + ":" + tail;
  }

  private static int groups(String part) {
    return part.isEmpty() ? 0 : part.split(":", -1).length;
  }
}
