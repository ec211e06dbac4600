package org.xinfu.bench.idp;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Processor time of processes and everything that they started, by {@code /proc}. The time of a
 * child that has ended is in its parent's, so that none gets lost when a database closes a
 * connection.
 */
final class Cpu {
  /** USER_HZ, which every Linux has set to 100. */
  private static final double TICKS = 100;

  private static final Pattern COMPILER = Pattern.compile("^C[12] CompilerThre");

  private Cpu() {}

  /** One line of {@code /proc/PID/stat} (proc_pid_stat(5)): fields 4 and 14 to 17. */
  record Stat(long parent, long ticks) {
    static Stat of(String line) {
      // The name, field 2, may hold blanks and brackets.
      List<String> rest = List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
      long ticks = 0;
      for (int field = 14; field <= 17; field++) {
        ticks += Long.parseLong(rest.get(field - 3));
      }
      return new Stat(Long.parseLong(rest.get(1)), ticks);
    }
  }

  /** Seconds that the processes with these ids and all their descendants have used. */
  static double seconds(List<Long> roots) {
    Map<Long, Stat> all = snapshot();
    long ticks = 0;
    for (Map.Entry<Long, Stat> one : all.entrySet()) {
      if (descends(one.getKey(), roots, all)) {
        ticks += one.getValue().ticks();
      }
    }
    return ticks / TICKS;
  }

  /**
   * Seconds of them that the compilers of Java virtual machines have used: their threads are named
   * so ({@code comm}, proc_pid_comm(5), holds 15 characters).
   */
  static double compilers(List<Long> roots) {
    Map<Long, Stat> all = snapshot();
    long ticks = 0;
    for (long pid : all.keySet()) {
      if (descends(pid, roots, all)) {
        for (Path thread : list(Path.of("/proc/" + pid + "/task"))) {
          if (read(thread.resolve("comm")).filter(COMPILER.asPredicate()).isPresent()) {
            ticks += read(thread.resolve("stat")).map(line -> Stat.of(line).ticks()).orElse(0L);
          }
        }
      }
    }
    return ticks / TICKS;
  }

  /** Seconds that this process has used, without those that it started. */
  static double own() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }

  static boolean descends(long pid, List<Long> roots, Map<Long, Stat> all) {
    for (long at = pid; at > 0; ) {
      if (roots.contains(at)) {
        return true;
      }
      Stat stat = all.get(at);
      at = stat == null ? 0 : stat.parent();
    }
    return false;
  }

  private static Map<Long, Stat> snapshot() {
    Map<Long, Stat> all = new HashMap<>();
    for (long pid : pids()) {
      read(Path.of("/proc/" + pid + "/stat")).ifPresent(line -> all.put(pid, Stat.of(line)));
    }
    return all;
  }

  private static List<Long> pids() {
    return list(Path.of("/proc")).stream()
        .map(entry -> entry.getFileName().toString())
        .filter(name -> name.matches("[0-9]+"))
        .map(Long::valueOf)
        .toList();
  }

  /** What is in a directory; nothing in that of a process that has ended. */
  private static List<Path> list(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    } catch (NoSuchFileException ended) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException ended) {
      return Optional.empty();
    } catch (IOException ended) {
      // ESRCH: it ended between the opening and the reading.
      return Optional.empty();
    }
  }
}
