package org.xinfu.trust.client.fetch;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Which addresses are public: by the IANA special-purpose registries (RFC 6890), all others are
 * not. Of IPv6 only global unicast (2000::/3) without its special parts; so IPv4-mapped, NAT64,
 * unique local and link-local ones are never public.
 */
final class AddressRules {
  private static final List<Block> NOT_PUBLIC_4 =
      List.of(
          block(8, 0),
          block(8, 10),
          block(10, 100, 64),
          block(8, 127),
          block(16, 169, 254),
          block(12, 172, 16),
          block(24, 192, 0, 0),
          block(24, 192, 0, 2),
          block(24, 192, 88, 99),
          block(16, 192, 168),
          block(15, 198, 18),
          block(24, 198, 51, 100),
          block(24, 203, 0, 113),
          block(4, 224),
          block(4, 240));
  private static final Block GLOBAL_6 = block(3, 0x20);
  private static final List<Block> NOT_PUBLIC_6 =
      List.of(
          // Protocol assignments with Teredo, documentation, 6to4, documentation again.
          block(23, 0x20, 0x01, 0x00),
          block(32, 0x20, 0x01, 0x0d, 0xb8),
          block(16, 0x20, 0x02),
          block(20, 0x3f, 0xff, 0x00));

  private AddressRules() {}

  static boolean isPublic(InetAddress address) {
    byte[] octets = address.getAddress();
    if (address instanceof Inet4Address) {
      return NOT_PUBLIC_4.stream().noneMatch(b -> b.holds(octets));
    }
    return GLOBAL_6.holds(octets) && NOT_PUBLIC_6.stream().noneMatch(b -> b.holds(octets));
  }

  private static Block block(int bits, int... prefix) {
    return new Block(bits, List.of(box(prefix)));
  }

  private static Integer[] box(int... prefix) {
    return java.util.Arrays.stream(prefix).boxed().toArray(Integer[]::new);
  }

  /** All addresses that begin with these bits. */
  private record Block(int bits, List<Integer> prefix) {
    boolean holds(byte[] octets) {
      for (int i = 0; i < prefix.size() && i * 8 < bits; i++) {
        int mask = 0xff & (0xff << Math.max(0, (i + 1) * 8 - bits));
        if ((octets[i] & mask) != (prefix.get(i) & mask)) {
          return false;
        }
      }
      return true;
    }
  }
}
