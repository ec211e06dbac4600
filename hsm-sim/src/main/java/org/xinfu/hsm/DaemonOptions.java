package org.xinfu.hsm;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The command line: {@code --dir D --credentials C --tokens a,b [--admin-port N] [--profile P]}.
 */
record DaemonOptions(
    Path directory, Path credentials, List<String> tokens, int adminPort, String profile) {
  static final String USAGE =
      "usage: --dir DIR --credentials DIR --tokens LABEL[,LABEL…] [--admin-port PORT] [--profile NAME]";
  private static final Set<String> NAMES =
      Set.of("--dir", "--credentials", "--tokens", "--admin-port", "--profile");

  /** No admin HTTP. */
  static final int NO_PORT = -1;

  static DaemonOptions parse(String... args) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i + 1 < args.length; i += 2) {
      if (!NAMES.contains(args[i])) throw new IllegalArgumentException("unknown option " + args[i]);
      given.put(args[i], args[i + 1]);
    }
    if (args.length % 2 != 0) throw new IllegalArgumentException("option without a value");
    return new DaemonOptions(
        Path.of(need(given.get("--dir"), "--dir")),
        Path.of(need(given.get("--credentials"), "--credentials")),
        List.of(need(given.get("--tokens"), "--tokens").split(",")),
        port(given.get("--admin-port")),
        given.getOrDefault("--profile", HsmSim.DEFAULT_PROFILE));
  }

  private static String need(@Nullable String value, String name) {
    if (value == null) throw new IllegalArgumentException(name + " is missing");
    return value;
  }

  private static int port(@Nullable String value) {
    if (value == null) return NO_PORT;
    try {
      int port = Integer.parseInt(value);
      if (port >= 0 && port <= 65535) return port;
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException("not a port: " + value);
  }
}
