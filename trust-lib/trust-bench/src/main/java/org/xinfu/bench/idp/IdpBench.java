package org.xinfu.bench.idp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xinfu.bench.Row;
import org.xinfu.bench.Table;

/**
 * {@code ./xinfu bench idp}: processor time of a machine's token and of a login beside Keycloak, a
 * million sessions under a constant load, and a logout that five hundred services are told of.
 */
public final class IdpBench {
  /**
   * Two virtual machines that run the same server differ by up to a tenth, for as long as they run.
   */
  private static final int GENERATIONS = 2;

  private static final int ROUNDS = 6;
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
    try (Farewell farewell = new Farewell()) {
      Costs costs = new Costs(new Rounds(), new Rounds());
      for (int generation = 1; generation <= GENERATIONS; generation++) {
        Path own = home.resolve("generation-" + generation);
        say("starting the servers, their logs are in " + own);
        try (Xinfu ours = new Xinfu(root, own.resolve("xinfu"), farewell.host())) {
          say("idp-server is up");
          try (Keycloak peer = keycloak(keycloak, own, Keycloak.Events.KEPT);
              Keycloak forgetful = keycloak(keycloak, own, Keycloak.Events.DROPPED)) {
            compare(List.of(new Counted(ours), new Counted(peer), new Counted(forgetful)), costs);
            if (generation == GENERATIONS) {
              rows(costs, List.of(ours, peer, forgetful));
            }
          }
          if (people > 0 && generation == GENERATIONS) {
            sessions(ours);
            logouts(ours, farewell);
          }
        }
      }
    }
  }

  private Keycloak keycloak(Path unpacked, Path home, Keycloak.Events events) throws Exception {
    Path own = home.resolve("keycloak-" + events.name().toLowerCase(Locale.ROOT));
    Keycloak started = new Keycloak(unpacked, own, events);
    say(started.name() + " is up");
    return started;
  }

  private void logouts(Xinfu ours, Farewell farewell) throws Exception {
    double[] told = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      told[i] = farewell.seconds(ours, SERVICES);
    }
    rows.add(new Row("logout-500-services", "s", Rounds.median(told), null, null));
  }

  /** The rounds of all generations: a machine's token, a login. */
  private record Costs(Rounds machine, Rounds login) {}

  /**
   * Ours, a peer that keeps a record of each login and token as ours does, and one that does not.
   */
  private void compare(List<Counted> all, Costs costs) throws Exception {
    for (Contender one : all) {
      warm(one, "tokens", WARMING_TOKENS, one::machineToken);
      warm(one, "logins", WARMING_LOGINS, one::login);
    }
    for (int i = 0; i < ROUNDS; i++) {
      say("machine: " + shown(costs.machine().take(costs(all, Contender::machineToken))));
      say("login: " + shown(costs.login().take(costs(all, Contender::login))));
    }
    all.get(0).assertKept();
    all.get(1).assertKept();
    all.get(2).assertForgot();
  }

  private void rows(Costs costs, List<Contender> all) throws Exception {
    row("client-credentials", costs.machine(), all);
    row("login-without-hash", costs.login(), all);
    rows.add(new Row("password-hash", "CPU ms", HashCost.milliseconds(seconds), null, null));
  }

  /** Work that a contender is asked for. */
  private interface Asked {
    void of(Contender one) throws Exception;
  }

  private List<Rounds.Measure> costs(List<? extends Contender> all, Asked work) {
    return all.stream().map(one -> (Rounds.Measure) () -> cost(one, () -> work.of(one))).toList();
  }

  private void warm(Contender one, String what, int each, ClosedLoop.Work work) throws Exception {
    Warming.Taken taken = Warming.until(one, each, work);
    say(
        String.format(
            Locale.ROOT,
            "%s has given %d %s in %.0f s; its compilers take %.0f %% of its time",
            one.name(),
            taken.works(),
            what,
            taken.seconds(),
            taken.compilers() * 100));
  }

  /** The goal is for the same work; what less work costs a peer is told beside it. */
  private void row(String id, Rounds rounds, List<Contender> all) {
    rows.add(new Row(id, "CPU ms", rounds.value(0), peer(rounds, all, 1), HALF));
    rows.add(new Row(id + "-unrecorded", "CPU ms", rounds.value(0), peer(rounds, all, 2), null));
  }

  private static Row.Peer peer(Rounds rounds, List<Contender> all, int which) {
    return new Row.Peer(all.get(which).name(), rounds.value(which), rounds.ratio(which));
  }

  /** Milliseconds of processor time for one. */
  private double cost(Contender one, ClosedLoop.Work work) throws Exception {
    double before = Cpu.seconds(one.processes());
    long done = ClosedLoop.run(seconds, work);
    return (Cpu.seconds(one.processes()) - before) * 1000 / done;
  }

  private static String shown(double[] costs) {
    String each =
        Arrays.stream(costs).mapToObj(IdpBench::shown).collect(Collectors.joining(" beside "));
    return each + " without events; load " + load();
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
    int count = (int) (4 * seconds * PER_SECOND);
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
