package org.xinfu.idp.domain;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xinfu.kit.web.AddressPrefix;

/** Tells devices apart for their owner's eyes, and keeps no more of them than that. */
public final class Device {
  /** The first mark found in a User-Agent wins: later ones are in it for compatibility. */
  private static final List<Map.Entry<String, String>> BROWSERS =
      List.of(
          Map.entry("MicroMessenger", "WeChat"),
          Map.entry("AlipayClient", "Alipay"),
          Map.entry("Edg", "Edge"),
          Map.entry("OPR/", "Opera"),
          Map.entry("Firefox/", "Firefox"),
          Map.entry("Chrome/", "Chrome"),
          Map.entry("Safari/", "Safari"));

  private static final List<Map.Entry<String, String>> SYSTEMS =
      List.of(
          Map.entry("HarmonyOS", "HarmonyOS"),
          Map.entry("Android", "Android"),
          Map.entry("iPhone", "iOS"),
          Map.entry("iPad", "iPadOS"),
          Map.entry("Windows", "Windows"),
          Map.entry("Mac OS X", "macOS"),
          Map.entry("Linux", "Linux"));

  private Device() {}

  /** Browser and system of a User-Agent; {@code ?} for what it does not say. */
  public static String of(@Nullable String userAgent) {
    String agent = userAgent == null ? "" : userAgent;
    return first(BROWSERS, agent) + " / " + first(SYSTEMS, agent);
  }

  /** The prefix of an address literal: /24 of IPv4, /48 of IPv6; empty for anything else. */
  public static String prefix(@Nullable String address) {
    return AddressPrefix.of(address);
  }

  private static String first(List<Map.Entry<String, String>> marks, String agent) {
    for (Map.Entry<String, String> mark : marks) {
      if (agent.contains(mark.getKey())) {
        return mark.getValue();
      }
    }
    return "?";
  }
}
