package org.xinfu.kit.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AddressPrefixTest {
  @Test
  void aNetworkIsWhatOneSubscriberHolds() {
    assertThat(AddressPrefix.of("203.0.113.77")).isEqualTo("203.0.113.0/24");
    assertThat(AddressPrefix.of("2001:db8:ff:23ff::1")).isEqualTo("2001:db8:ff::/48");
    assertThat(AddressPrefix.of("::ffff:203.0.113.77")).isEqualTo("203.0.113.0/24");
  }

  @Test
  void nothingElseIsANetworkAndNoNameIsLookedUp() {
    for (String text : new String[] {null, "", "localhost", "unknown", "1:2"}) {
      assertThat(AddressPrefix.of(text)).as(text).isEmpty();
    }
  }
}
