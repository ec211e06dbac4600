package org.xinfu.bench;

import java.util.Locale;

/** One line of the table of contracts.md. */
record Row(String id, String unit, double ours, double peer, String peerName, double ratio) {
  static String head() {
    return String.format(
        Locale.ROOT,
        "%-26s %-5s %12s %12s  %5s  %s",
        "id",
        "unit",
        "ours",
        "peer",
        "ratio",
        "peer");
  }

  String text() {
    return String.format(
        Locale.ROOT, "%-26s %-5s %12.1f %12.1f  %5.2f  %s", id, unit, ours, peer, ratio, peerName);
  }

  String json() {
    return String.format(
        Locale.ROOT,
        "{\"id\":\"%s\",\"unit\":\"%s\",\"ours\":%.1f,\"peer\":%.1f,\"peerName\":\"%s\","
            + "\"ratio\":%.3f,\"goal\":null}",
        id,
        unit,
        ours,
        peer,
        peerName,
        ratio);
  }
}
