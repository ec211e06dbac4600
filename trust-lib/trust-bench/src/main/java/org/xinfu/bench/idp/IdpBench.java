package org.xinfu.bench.idp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xinfu.bench.Row;
import org.xinfu.bench.Table;

/**
 * {@code ./xinfu bench idp}: processor time of a machine's token and of a login beside Keycloak, a
 * million sessions under a constant load, and a logout that five hundred services are told of.
 */
public final class IdpBench {
  private static final int ROUNDS = 3;
  private static final double HALF = 0.5;

  private static final int WARMING_TOKENS = 5_000;
  private static final int WARMING_LOGINS = 1_000;
  private static final int WARMING_VISITS = 3_000;
  private static final int PER_SECOND = 200;
  private static final double P99_MILLISECONDS = 50;
  private static final int SERVICES = 500;

  private final double seconds;
  private final int people;
  private final long begin = System.nanoTime();
  private final List<Row> rows = new ArrayList<>();

  private IdpBench(double seconds, int people) {
    this.seconds = seconds;
    this.people = people;
  }

  /**
   * Arguments: the project's root, the directory of the unpacked Keycloak, the folder of the table,
   * seconds of one measurement, people who are logged in; without any, sessions and logouts are
   * left out.
   */
  public static void main(String[] args) throws Exception {
    IdpBench bench = new IdpBench(Double.parseDouble(args[3]), Integer.parseInt(args[4]));
    Path home = Files.createTempDirectory("xinfu-bench");
    try {
      bench.run(Path.of(args[0]), Path.of(args[1]), home);
    } finally {
      bench.say("servers stopped");
    }
    delete(home); // after a fault the logs stay
    Table.publish(Path.of(args[2]), "idp", bench.rows);
  }

  private void run(Path root, Path keycloak, Path home) throws Exception {
    say("starting the servers, their logs are in " + home);
    try (Farewell farewell = new Farewell();
        Xinfu ours = new Xinfu(root, home.resolve("xinfu"), farewell.host())) {
      say("idp-server is up");
      try (Keycloak peer = new Keycloak(keycloak, home.resolve("keycloak"))) {
        say(peer.recording().name() + " is up");
        compare(ours, peer);
      }
      if (people > 0) {
        sessions(ours);
        logouts(ours, farewell);
      }
    }
  }

  private void logouts(Xinfu ours, Farewell farewell) throws Exception {
    double[] told = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      told[i] = farewell.seconds(ours, SERVICES);
    }
    rows.add(new Row("logout-500-services", "s", Rounds.median(told), null, null));
  }

  private void compare(Contender ours, Keycloak keycloak) throws Exception {
    Contender peer = keycloak.recording();
    Contender forgetful = keycloak.forgetful();
    for (Contender one : List.of(ours, peer, forgetful)) {
      warm(one, "tokens", WARMING_TOKENS, one::machineToken);
      warm(one, "logins", WARMING_LOGINS, one::login);
    }
    Match machine = new Match("machine", Contender::machineToken);
    Match login = new Match("login", Contender::login);
    for (int i = 0; i < ROUNDS; i++) {
      machine.round(ours, peer, forgetful);
      login.round(ours, peer, forgetful);
    }
    machine.add("client-credentials", peer, forgetful);
    login.add("login-without-hash", peer, forgetful);
    rows.add(new Row("password-hash", "CPU ms", HashCost.milliseconds(seconds), null, null));
  }

  /** Work that one of a contender does. */
  private interface Asked {
    void of(Contender one) throws Exception;
  }

  /**
   * One kind of work at ours, at a peer that keeps a record of it as ours does, for which the goal
   * is, and at the same peer without.
   */
  private final class Match {
    private final String what;
    private final Asked work;
    private final Rounds same = new Rounds();
    private final Rounds less = new Rounds();

    private Match(String what, Asked work) {
      this.what = what;
      this.work = work;
    }

    private void round(Contender ours, Contender peer, Contender forgetful) throws Exception {
      Rounds.Pair pair =
          same.take(() -> cost(ours, () -> work.of(ours)), () -> cost(peer, () -> work.of(peer)));
      Rounds.Pair other = new Rounds.Pair(pair.ours(), cost(forgetful, () -> work.of(forgetful)));
      less.add(other);
      say(
          what
              + ": "
              + shown(pair)
              + ", "
              + shown(other.peer())
              + " without a record; load "
              + load());
    }

    private void add(String id, Contender peer, Contender forgetful) {
      rows.add(row(id, same, peer, HALF));
      rows.add(row(id + "-unrecorded", less, forgetful, null));
    }
  }

  private void warm(Contender one, String what, int each, ClosedLoop.Work work) throws Exception {
    Warming.Taken taken = Warming.until(one, each, work);
    say(
        String.format(
            Locale.ROOT,
            "%s has given %d %s; its compilers take %.0f %% of its time",
            one.name(),
            taken.works(),
            what,
            taken.compilers() * 100));
  }

  private static Row row(String id, Rounds rounds, Contender peer, @Nullable Double most) {
    Row.Peer other = new Row.Peer(peer.name(), rounds.peer(), rounds.ratio());
    return new Row(id, "CPU ms", rounds.ours(), other, most);
  }

  /** Milliseconds of processor time for one. */
  private double cost(Contender one, ClosedLoop.Work work) throws Exception {
    double before = Cpu.seconds(one.processes());
    long done = ClosedLoop.run(seconds, work);
    return (Cpu.seconds(one.processes()) - before) * 1000 / done;
  }

  private static String shown(Rounds.Pair pair) {
    return shown(pair.ours()) + " beside " + shown(pair.peer());
  }

  /** Processes that were ready to run in the last minute: what else the machine does. */
  private static String load() {
    return String.format(
        Locale.ROOT, "%.1f", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static String shown(double milliseconds) {
    return String.format(Locale.ROOT, "%.2f ms", milliseconds);
  }

  private void sessions(Xinfu ours) throws Exception {
    new ManySessions(ours, people).fill();
    say(people + " people are logged in");
    Visitors visitors = new Visitors(ours, people);
    AtomicInteger sent = new AtomicInteger();
    warm(
        ours,
        "answers to people who are logged in",
        WARMING_VISITS,
        () -> visitors.send(sent.getAndIncrement()));
    int count = (int) (2 * seconds * PER_SECOND);
    double[] p99 = new double[ROUNDS];
    double[] p50 = new double[ROUNDS];
    double[] cpu = new double[ROUNDS];
    double[] driver = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      double before = Cpu.seconds(ours.processes());
      double own = Cpu.own();
      OpenLoop.Result result =
          OpenLoop.run(count, PER_SECOND, number -> visitors.send(sent.getAndIncrement()));
      cpu[i] = (Cpu.seconds(ours.processes()) - before) * 1000 / count;
      driver[i] = (Cpu.own() - own) * 1000 / count;
      p99[i] = result.answers().percentile(99);
      p50[i] = result.answers().percentile(50);
      say(
          String.format(
              Locale.ROOT,
              "%d requests at %d a second: p50 %.1f ms, p99 %.1f ms, of which sent late by %.1f ms;"
                  + " %.2f CPU ms each, the driver %.2f; load %s",
              count,
              PER_SECOND,
              p50[i],
              p99[i],
              result.lateness().percentile(99),
              cpu[i],
              driver[i],
              load()));
    }
    rows.add(new Row("sessions-1m-p99", "ms", Rounds.median(p99), null, P99_MILLISECONDS));
    rows.add(new Row("sessions-1m-p50", "ms", Rounds.median(p50), null, null));
    rows.add(new Row("sessions-1m-cost", "CPU ms", Rounds.median(cpu), null, null));
    rows.add(new Row("sessions-1m-driver", "CPU ms", Rounds.median(driver), null, null));
  }

  private void say(String what) {
    Duration since = Duration.ofNanos(System.nanoTime() - begin);
    System.out.printf(Locale.ROOT, "xinfu bench idp: %4d s  %s%n", since.toSeconds(), what);
  }

  private static void delete(Path home) throws IOException {
    try (Stream<Path> all = Files.walk(home)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
