package org.xinfu.kit.pg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What {@code postmaster.pid} says of a server on a data directory. */
record ServerState(long pid, int port, boolean ready) {
  /**
   * The server that is alive on this directory; empty when there is none or it is just appearing.
   */
  static Optional<ServerState> read(Path dataDirectory) {
    try {
      List<String> lines = Files.readAllLines(dataDirectory.resolve("postmaster.pid"));
      if (lines.size() < 4) {
        return Optional.empty();
      }
      long pid = Long.parseLong(lines.get(0).strip());
      int port = Integer.parseInt(lines.get(3).strip());
      boolean ready = lines.size() > 7 && lines.get(7).strip().equals("ready");
      return isPostgres(pid, dataDirectory)
          ? Optional.of(new ServerState(pid, port, ready))
          : Optional.empty();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty(); // no server, or one that is appearing or leaving
    }
  }

  /** A stale file may name a process that has nothing to do with us. */
  private static boolean isPostgres(long pid, Path dataDirectory) {
    try {
      String command = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
      return command.contains("postgres") && command.contains(dataDirectory.toString());
    } catch (IOException e) {
      return false;
    }
  }
}
