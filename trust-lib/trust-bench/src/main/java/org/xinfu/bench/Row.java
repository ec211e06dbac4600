package org.xinfu.bench;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table of contracts.md.
 *
 * @param peer whom it is measured against; null when the goal is a number of its own
 * @param most the goal: the ratio, or without a peer the value itself, is at most this; null when
 *     nothing was promised
 */
public record Row(String id, String unit, double ours, @Nullable Peer peer, @Nullable Double most) {
  /** The other's value, and ours divided by it, taken round by round. */
  public record Peer(String name, double value, double ratio) {}

  /** A line without a goal. */
  public static Row of(String id, String unit, double ours, Peer peer) {
    return new Row(id, unit, ours, peer, null);
  }

  /** Whether the goal is met; true where there is none. */
  public boolean met() {
    return most == null || (peer == null ? ours : peer.ratio()) <= most;
  }

  static String head() {
    return String.format(
        Locale.ROOT,
        "%-30s %-10s %10s %10s %7s  %-12s %s",
        "id",
        "unit",
        "ours",
        "peer",
        "ratio",
        "goal",
        "peer");
  }

  String text() {
    String value = peer == null ? "-" : number("%.2f", peer.value());
    String ratio = peer == null ? "-" : number("%.2f", peer.ratio());
    String goal = most == null ? "-" : number("<= %.1f ", most) + (met() ? "met" : "MISSED");
    return String.format(
        Locale.ROOT,
        "%-30s %-10s %10.2f %10s %7s  %-12s %s",
        id,
        unit,
        ours,
        value,
        ratio,
        goal,
        peer == null ? "" : peer.name());
  }

  String json() {
    return "{\"id\":\"%s\",\"unit\":\"%s\",\"ours\":%s,\"peer\":%s,\"peerName\":%s,"
            .formatted(
                id,
                unit,
                number("%.3f", ours),
                peer == null ? "null" : number("%.3f", peer.value()),
                peer == null ? "null" : "\"" + peer.name() + "\"")
        + "\"ratio\":%s,\"goal\":%s,\"met\":%s}"
            .formatted(
                peer == null ? "null" : number("%.3f", peer.ratio()),
                most == null ? "null" : number("%.3f", most),
                most == null ? "null" : met());
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
