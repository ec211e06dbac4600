package org.xinfu.bench.idp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.xinfu.bench.Row;
import org.xinfu.bench.Table;

/**
 * {@code ./xinfu bench idp}: processor time of a machine's token and of a login beside Keycloak, a
 * million sessions under a constant load, and a logout that five hundred services are told of.
 */
public final class IdpBench {
  private static final int ROUNDS = 3;
  private static final double HALF = 0.5;
  private static final int WARMING = 5;
  private static final double STEADY = 0.93;
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
   * seconds of one measurement, people who are logged in.
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
        say(peer.name() + " is up");
        compare(ours, peer);
      }
      sessions(ours);
      double[] told = new double[ROUNDS];
      for (int i = 0; i < ROUNDS; i++) {
        told[i] = farewell.seconds(ours, SERVICES);
      }
      rows.add(new Row("logout-500-services", "s", Rounds.median(told), null, null));
    }
  }

  private void compare(Contender ours, Contender peer) throws Exception {
    HashCost.milliseconds(seconds);
    for (Contender one : List.of(ours, peer)) {
      double machine = warm(one, one::machineToken);
      double login = warm(one, one::login);
      say(one.name() + " is warm: " + shown(machine) + ", " + shown(login));
    }
    Rounds machine = new Rounds();
    Rounds login = new Rounds();
    Rounds bare = new Rounds();
    double hash = 0;
    for (int i = 0; i < ROUNDS; i++) {
      say(
          "machine "
              + machine.take(
                  () -> cost(ours, ours::machineToken), () -> cost(peer, peer::machineToken)));
      double before = HashCost.milliseconds(seconds / 4);
      Rounds.Pair whole = login.take(() -> cost(ours, ours::login), () -> cost(peer, peer::login));
      hash = (before + HashCost.milliseconds(seconds / 4)) / 2;
      bare.add(whole.without(hash));
      say(
          "login: "
              + shown(whole.ours())
              + ", "
              + shown(whole.peer())
              + ", of which the hash is "
              + shown(hash));
    }
    rows.add(row("client-credentials", machine, peer, HALF));
    rows.add(row("login-without-hash", bare, peer, HALF));
    rows.add(row("login-with-hash", login, peer, null));
    rows.add(new Row("password-hash", "CPU ms", hash, null, null));
  }

  private static Row row(
      String id, Rounds rounds, Contender peer, @org.jspecify.annotations.Nullable Double most) {
    Row.Peer other = new Row.Peer(peer.name(), rounds.peer(), rounds.ratio());
    return new Row(id, "CPU ms", rounds.ours(), other, most);
  }

  /**
   * Until it gets no cheaper: what a server's compiler does in its first minutes is no part of what
   * an answer costs. Milliseconds in the end.
   */
  private double warm(Contender one, ClosedLoop.Work work) throws Exception {
    double before = cost(one, work);
    double cost = cost(one, work);
    for (int i = 0; i < WARMING && cost < STEADY * before; i++) {
      before = cost;
      cost = cost(one, work);
    }
    return cost;
  }

  /** Milliseconds of processor time for one. */
  private double cost(Contender one, ClosedLoop.Work work) throws Exception {
    double before = Cpu.seconds(one.processes());
    long done = ClosedLoop.run(seconds, work);
    return (Cpu.seconds(one.processes()) - before) * 1000 / done;
  }

  private static String shown(double milliseconds) {
    return String.format(Locale.ROOT, "%.2f ms", milliseconds);
  }

  private void sessions(Xinfu ours) throws Exception {
    new ManySessions(ours, people).fill();
    say(people + " people are logged in");
    Visitors visitors = new Visitors(ours, people);
    int warm = (int) (2 * seconds * PER_SECOND);
    int count = (int) (4 * seconds * PER_SECOND);
    OpenLoop.run(warm, PER_SECOND, visitors::send);
    double before = Cpu.seconds(ours.processes());
    Latencies latencies = OpenLoop.run(count, PER_SECOND, number -> visitors.send(warm + number));
    double cpu = (Cpu.seconds(ours.processes()) - before) * 1000 / count;
    rows.add(new Row("sessions-1m-p99", "ms", latencies.percentile(99), null, P99_MILLISECONDS));
    rows.add(new Row("sessions-1m-p50", "ms", latencies.percentile(50), null, null));
    rows.add(new Row("sessions-1m-cost", "CPU ms", cpu, null, null));
    say(latencies.count() + " requests at " + PER_SECOND + " a second");
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
